import type { DateFormat } from '../../dates/given/date-format.js';
import { InputError } from '../../errors/input-error.js';
import type { FileFormat } from '../../formats/file-format.js';
import { AdvisedError } from './advised-error.js';
import type { ColumnMap } from './column-map.js';
import { readFormat } from './formats/read-format.js';
import { decodeText } from './input/decode-text.js';
import { rejectUnsupported } from './input/reject-unsupported.js';
import { skipComments, skipLines } from './input/skip-lines.js';
import { finishItems } from './presets/finish-items.js';
import type { Preset } from './presets/preset.js';
import { recogniseInput } from './recognise/recognise-input.js';
import { type RecognisedPreset, recognisePreset } from './recognise/recognise-preset.js';
import { familyOf, layoutOf } from './recognise/recognise-start.js';
import type { Recognised } from './recognise/recognised.js';
import type { RowBatch } from './row-batch.js';
import { describeTaken, type TakenInput } from './taken-input.js';
import { peekWorkbook } from './workbook/open-workbook.js';
import { readWorkbook } from './workbook/read-workbook.js';

/** How rows are read. */
export interface ReadOptions {
  /** The format, if it was given by hand. */
  readonly format?: FileFormat | undefined;
  /** The format that a file name or a content type says, which may be wrong. */
  readonly named?: FileFormat | undefined;
  readonly encoding?: string | undefined;
  /** The encoding that a content type declares. */
  readonly charset?: string | undefined;
  /** The program whose file it is, if it was given by hand. */
  readonly preset?: Preset | undefined;
  readonly skipLines?: number | undefined;
  /** How lines begin that are skipped. */
  readonly comment?: string | undefined;
  /** The name or the number of the sheet of a workbook. */
  readonly sheet?: string | undefined;
  /** The path of the list in JSON. */
  readonly items?: string | undefined;
  readonly delimiter?: string | undefined;
  /** Empty for none. */
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  readonly null?: string | undefined;
  readonly noHeader?: boolean | undefined;
  readonly map?: ColumnMap | undefined;
  /** The form of dates; then a preset says nothing about them. */
  readonly dateFormat?: DateFormat | undefined;
  /** Whether to remove the apostrophes that an export put before formulas. */
  readonly safeCsv?: boolean | undefined;
  /** Called with what the input was taken for, before its first row. */
  readonly onTaken?: (taken: TakenInput) => void;
}

/**
 * Reads rows from bytes that are not compressed; those of a workbook are kept in a temporary file. A row from which no item can be read has a `fault`, and
 * reading continues. Takes no more memory than the longest row allowed, 16 MB.
 *
 * Throws an `InputError` where the input as a whole cannot be read further, after all rows before that
 * place; a `MissingColumnError`, before any row, if no row can be an item.
 */
export async function* readRows(
  bytes: AsyncIterable<Uint8Array>,
  options: ReadOptions,
): AsyncGenerator<RowBatch> {
  const { map: givenMap = {}, named, onTaken = () => {} } = options;
  const { isWorkbook, input: peeked } = await peekWorkbook(bytes);
  if (isWorkbook) return yield* readWorkbook(peeked, options);
  const { charset, encoding: given } = options;
  const { input: text, encoding, why } = await decodeText(peeked, { given, charset });
  const lines = options.skipLines ? skipLines(text, options.skipLines) : text;
  const isMarkup = options.preset?.format === 'html' || options.preset?.format === 'xml';
  const readable = isMarkup ? lines : rejectUnsupported(lines, givenMap);
  const { recognised: found, input: whole } = await recogniseInput(readable, {
    given: givenFormat(options),
    named,
    items: options.items,
    map: { ...options.preset?.map, ...givenMap },
    comment: options.comment,
  });
  const { recognised, preset, input } = await choosePreset(whole, found, options);
  const map = { ...preset?.map, ...givenMap };
  const hasOwnDates = options.dateFormat !== undefined || givenMap.date !== undefined;
  const dateFormat = hasOwnDates ? undefined : preset?.dateFormat;
  checkOptions(recognised, options);
  const isTable = recognised.format === 'csv' || recognised.format === 'tsv';
  const take = (delimiter?: string) =>
    onTaken(
      describeTaken({
        recognised,
        named,
        encoding,
        encodingWhy: why,
        delimiter,
        preset,
        map,
        dateFormat,
      }),
    );
  if (!isTable) take();
  const isLines = !isTable && options.comment !== undefined;
  const rows = readFormat(isLines ? skipComments(input, options.comment) : input, {
    ...options,
    ...applyPreset(preset, options),
    map,
    recognised,
    preset,
    encoding: encoding === 'utf-8' ? undefined : encoding,
    onDelimiter: take,
  });
  const read = preset === undefined ? rows : finishItems(rows, preset, { dateFormat, givenMap });
  yield* recognised.looksLike === undefined ? read : adviseFormat(read, recognised.looksLike);
}

/** Advises to read an input as what it looks like, if it cannot be read as what it was said to be. */
async function* adviseFormat(
  rows: AsyncGenerator<RowBatch>,
  format: FileFormat,
): AsyncGenerator<RowBatch> {
  let hasRows = false;
  try {
    for await (const batch of rows) {
      hasRows = true;
      yield batch;
    }
  } catch (error) {
    if (hasRows || !(error instanceof InputError)) throw error;
    const start = `It looks like ${format.toUpperCase()}; `;
    throw new AdvisedError(error.message, { start, options: { format } });
  }
}

/** The preset that was given, or the one that is recognised. Throws an `InputError` for one of another format. */
async function choosePreset(
  input: AsyncIterable<Uint8Array>,
  recognised: Recognised,
  options: ReadOptions,
): Promise<RecognisedPreset> {
  const { preset } = options;
  const found = await recognisePreset(input, recognised, options);
  if (preset === undefined || preset === found.preset) return found;
  const { format, why } = recognised;
  if (preset.isCdxj || familyOf(format) === preset.format) {
    const layout = preset.start === undefined ? {} : layoutOf(preset);
    return { recognised: { ...recognised, ...layout }, preset, input: found.input };
  }
  throw new InputError(
    `The preset ${preset.name} is ${preset.label}, but the input was taken for ${format.toUpperCase()}, because ${why}; choose another preset, or none.`,
  );
}

/** What a preset says besides the columns, where nothing is given. */
const applyPreset = (preset: Preset | undefined, { delimiter, items, noHeader }: ReadOptions) => ({
  delimiter: delimiter ?? preset?.delimiter,
  items: items ?? preset?.items,
  noHeader: noHeader ?? preset?.noHeader,
});

const tableOptions = ['delimiter', 'quote', 'escape', 'null', 'noHeader'] as const;

const findTableOption = (options: ReadOptions) =>
  tableOptions.find((name) => options[name] !== undefined && options[name] !== false);

/** The format that was given by hand, or by a delimiter. */
function givenFormat({ format, delimiter, preset }: ReadOptions): FileFormat | undefined {
  if (preset?.format === 'html' || preset?.format === 'xml') return format ?? preset.format;
  if (format !== undefined || delimiter === undefined) return format;
  return delimiter === '\t' ? 'tsv' : 'csv';
}

/** Throws an `InputError` for options that say nothing about the format. */
function checkOptions({ format, why }: Recognised, options: ReadOptions): void {
  const isTable = format === 'csv' || format === 'tsv';
  const name = isTable ? undefined : findTableOption(options);
  if (name !== undefined) {
    throw new AdvisedError(
      `The input was taken for ${format.toUpperCase()}, because ${why}; the option ${name} speaks of CSV and TSV.`,
      { start: 'If it is CSV, ', options: { format: 'csv' } },
    );
  }
  if (options.sheet !== undefined) {
    throw new InputError(
      `The input was taken for ${format.toUpperCase()}, because ${why}; the option sheet speaks of workbooks (.xlsx and .ods), and must be left out.`,
    );
  }
  if (options.items !== undefined && format !== 'json') {
    throw new AdvisedError(
      `The input was taken for ${format.toUpperCase()}, because ${why}; the option items speaks of JSON.`,
      { start: 'If it is JSON, ', options: { format: 'json' } },
    );
  }
}
