import type { FileFormat } from '../../../formats/file-format.js';
import { peekStream } from '../../../formats/peek-stream.js';
import { fields } from '../../normalise/item-fields.js';
import { parseCells } from '../csv/csv-cells.js';
import { detectCsvStart } from '../csv/csv-delimiter.js';
import { stripByteOrderMark } from '../input/byte-chunks.js';
import { dropComments } from '../input/skip-lines.js';
import { findMember, parseMemberName } from '../member-path.js';
import type { Preset } from '../presets/preset.js';
import { presets } from '../presets/presets.js';
import { isRejectedRow } from '../rejected-row.js';
import { findFirstItems, findNamedRow } from './first-item.js';
import { familyOf, findByStart, layoutOf } from './recognise-start.js';
import type { Recognised } from './recognised.js';

// As much as for the format.
const maxInspected = 1 << 14;

const ofTables = presets.filter(({ format, marks }) => format === 'csv' && marks.length > 0);
const ofJson = presets.filter(({ format, marks }) => format === 'json' && marks.length > 0);

/** What is given besides the content. */
export interface KnownTable {
  /** The format, if it was given by hand. */
  readonly format?: FileFormat | undefined;
  readonly delimiter?: string | undefined;
  readonly comment?: string | undefined;
  readonly noHeader?: boolean | undefined;
  /** The path of the list in JSON. */
  readonly items?: string | undefined;
}

/** What was recognised, with the preset if one was, and the whole input. */
export interface RecognisedPreset {
  readonly recognised: Recognised;
  readonly preset: Preset | undefined;
  readonly input: AsyncIterable<Uint8Array>;
}

/** Recognises the preset of CSV and JSON by the columns or the first item. */
export async function recognisePreset(
  input: AsyncIterable<Uint8Array>,
  recognised: Recognised,
  known: KnownTable,
): Promise<RecognisedPreset> {
  const { format, preset } = recognised;
  if (preset !== undefined || format === 'html' || format === 'xml') {
    return { recognised, preset, input };
  }
  const started = await peekStream(input, ({ length }) => length >= maxInspected);
  const bytes = stripByteOrderMark(started.start.subarray(0, maxInspected));
  const isTable = format === 'csv' || format === 'tsv';
  const begun = findByStart(dropComments(bytes.toString(), known.comment).trimStart());
  if (begun !== undefined && mayBe(begun, known)) {
    const why = `it begins as ${begun.label} does`;
    const whole = { ...recognised, ...layoutOf(begun), why };
    return { recognised: whole, preset: begun, input: started.input };
  }
  const found: Partial<FoundJson> | undefined = isTable
    ? { preset: findTable(bytes, known) }
    : findJson(bytes.toString(), known);
  return {
    recognised: { ...recognised, ...found?.around },
    preset: found?.preset,
    input: started.input,
  };
}

/** Whether what is given by hand does not say otherwise. */
const mayBe = (preset: Preset, { format, items }: KnownTable) =>
  items === undefined &&
  (format === undefined || familyOf(format) === familyOf(layoutOf(preset).format));

function findTable(bytes: Buffer, { delimiter, comment, noHeader }: KnownTable) {
  if (noHeader) return undefined;
  const lines = dropComments(bytes.toString(), comment).trimStart().split(/\r?\n/, 2);
  const start = detectCsvStart(bytes, comment);
  const header = lines[start.hasDelimiterLine ? 1 : 0] ?? '';
  const cells = parseCells(header, delimiter ?? start.delimiter);
  return findTablePreset(cells);
}

/** The preset of a table with columns of these names; undefined if there is none. */
export function findTablePreset(cells: readonly string[]): Preset | undefined {
  const names = cells.map((name) => name.trim().toLowerCase());
  if (fields.every((field) => names.includes(field))) return undefined;
  return ofTables.find(({ marks }) => marks.every((mark) => names.includes(mark.toLowerCase())));
}

// Its first line may be too long to show that it is not the first of several.
const around = { format: 'json', why: 'it is an object around a list' } as const;

interface FoundJson {
  readonly preset: Preset | undefined;
  /** What that says of the format. */
  readonly around?: typeof around;
}

function findJson(text: string, { items }: KnownTable): FoundJson | undefined {
  const row = findNamedRow(text);
  if (row !== undefined && isOwn(row.object)) return undefined;
  const found = row === undefined ? [] : [row];
  for (const item of findFirstItems(text)) {
    if (isOwn(item.object)) return undefined;
    found.push(item);
  }
  for (const preset of ofJson) {
    const list = items ?? preset.items;
    const first = found.find(
      ({ path, object }) =>
        (path === '' || path === list) && preset.marks.every((mark) => hasMember(object, mark)),
    );
    if (first !== undefined) return first.path === '' ? { preset } : { preset, around };
  }
  return undefined;
}

const hasMember = (object: Readonly<Record<string, unknown>>, mark: string) =>
  findMember(object, parseMemberName(mark)) !== undefined;

/** Whether an object is an item by its own names, or a returned rejected row. */
const isOwn = (object: Readonly<Record<string, unknown>>) =>
  isRejectedRow(object) ||
  fields.every((field) => ['string', 'number'].includes(typeof object[field]));
