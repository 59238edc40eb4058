import { InputError } from '../../../errors/input-error.js';
import type { FileFormat } from '../../../formats/file-format.js';
import type { ColumnMap } from '../column-map.js';
import { readCsv } from '../csv/read-csv.js';
import { readCdxjLine } from '../json/cdxj-line.js';
import { FirstItems, requireMembers } from '../json/first-items.js';
import { createRowReader } from '../json/json-row.js';
import { readJson, readTree } from '../json/read-json.js';
import { readNdjson } from '../json/read-ndjson.js';
import { readMarkup } from '../markup/read-markup.js';
import { createPassOver } from '../presets/pass-over.js';
import type { Preset } from '../presets/preset.js';
import type { Recognised } from '../recognise/recognised.js';
import type { RowBatch } from '../row-batch.js';

/** How the rows of a format are read. */
export interface FormatOptions {
  readonly map: ColumnMap;
  readonly recognised: Recognised;
  /** The encoding that the input was converted from; undefined if it was in UTF-8. */
  readonly encoding: string | undefined;
  readonly preset?: Preset | undefined;
  readonly items?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  readonly comment?: string | undefined;
  readonly null?: string | undefined;
  readonly noHeader?: boolean | undefined;
  readonly safeCsv?: boolean | undefined;
  /** Called with the delimiter of CSV, once it is known. */
  readonly onDelimiter: (delimiter: string) => void;
}

type FormatReader = (
  input: AsyncIterable<Uint8Array>,
  options: FormatOptions,
) => AsyncGenerator<RowBatch>;

function readObjects(input: AsyncIterable<Uint8Array>, options: FormatOptions) {
  const { map, encoding, items: path, preset, recognised } = options;
  const first = new FirstItems(map);
  const isPassedOver = createPassOver(preset, map);
  const readRow = createRowReader(map, first, { encoding, isPassedOver });
  const { format, layout, lists } = recognised;
  if (preset?.children !== undefined && path === undefined) {
    return requireMembers(readTree(input, readRow, preset.children), first);
  }
  if (format === 'ndjson' && layout !== 'values') {
    const toObject = preset?.isCdxj ? readCdxjLine : undefined;
    return requireMembers(readNdjson(input, readRow, toObject), first);
  }
  const place = { path, lists, isSequence: format === 'ndjson' };
  return requireMembers(readJson(input, readRow, place), first);
}

function readElements(input: AsyncIterable<Uint8Array>, options: FormatOptions) {
  const { map, encoding, preset, recognised } = options;
  if (preset !== undefined) return readMarkup(input, { map, encoding, preset });
  throw new InputError(
    `The input was taken for ${recognised.format.toUpperCase()}, because ${recognised.why}, but for no kind of it that can be read; name one by the option preset.`,
  );
}

/** A workbook is recognised before, as its first bytes show it. */
function refuseWorkbook(): never {
  throw new InputError(
    'The input does not begin as a workbook does (.xlsx or .ods); leave out the option format, or name another one.',
  );
}

/** How each format is read: the formats of files are those of this list. */
const readers: Readonly<Record<FileFormat, FormatReader>> = {
  json: readObjects,
  ndjson: readObjects,
  csv: (input, options) => readCsv(input, options),
  tsv: (input, options) => readCsv(input, { ...options, delimiter: options.delimiter ?? '\t' }),
  html: readElements,
  xml: readElements,
  xlsx: refuseWorkbook,
  ods: refuseWorkbook,
};

/** Reads the rows of an input in the format that was recognised. */
export const readFormat: FormatReader = (input, options) =>
  readers[options.recognised.format](input, options);
