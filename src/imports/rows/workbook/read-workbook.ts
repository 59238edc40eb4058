import type { DateFormat } from '../../../dates/given/date-format.js';
import { InputError } from '../../../errors/input-error.js';
import type { FileFormat } from '../../../formats/file-format.js';
import { quote } from '../../../text/quote.js';
import { AdvisedError } from '../advised-error.js';
import type { ColumnMap } from '../column-map.js';
import { finishItems } from '../presets/finish-items.js';
import type { Preset } from '../presets/preset.js';
import { findTablePreset } from '../recognise/recognise-preset.js';
import type { RowBatch } from '../row-batch.js';
import { describeTaken, type TakenInput } from '../taken-input.js';
import { type ChosenSheet, chooseSheet, formatNames } from './choose-sheet.js';
import { openWorkbook } from './open-workbook.js';
import { peekRows, selectRows } from './peek-rows.js';
import { findSheetColumns, headerRows, textsOf } from './sheet-header.js';
import { SheetItems } from './sheet-items.js';
import type { SheetRow } from './sheet-row.js';
import type { Workbook } from './workbook.js';

/** How a workbook is read. */
export interface WorkbookOptions {
  readonly format?: FileFormat | undefined;
  readonly named?: FileFormat | undefined;
  readonly sheet?: string | undefined;
  readonly preset?: Preset | undefined;
  readonly skipLines?: number | undefined;
  readonly comment?: string | undefined;
  readonly null?: string | undefined;
  readonly noHeader?: boolean | undefined;
  readonly map?: ColumnMap | undefined;
  readonly dateFormat?: DateFormat | undefined;
  readonly safeCsv?: boolean | undefined;
  /** Options that say something about text. */
  readonly encoding?: string | undefined;
  readonly items?: string | undefined;
  readonly delimiter?: string | undefined;
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  readonly onTaken?: (taken: TakenInput) => void;
}

/**
 * Reads the rows of a sheet, whose first row names the columns. They are those of a table: the map, presets
 * and rejected rows work as for CSV, and the line of a row is its number in the sheet.
 *
 * Throws an `InputError` for a workbook that cannot be read, after all rows before that place, and for
 * options that do not go with it.
 */
export async function* readWorkbook(
  bytes: AsyncIterable<Uint8Array>,
  options: WorkbookOptions,
): AsyncGenerator<RowBatch> {
  const workbook = await openWorkbook(bytes);
  try {
    checkOptions(workbook, options);
    yield* readSheet(workbook, await chooseSheet(workbook, options.sheet), options);
  } finally {
    await workbook.close();
  }
}

async function* readSheet(
  workbook: Workbook,
  sheet: ChosenSheet,
  options: WorkbookOptions,
): AsyncGenerator<RowBatch> {
  const { map: givenMap = {}, named, skipLines = 0, comment, onTaken = () => {} } = options;
  const hasSerialDates = options.dateFormat?.name.startsWith('excel') ?? false;
  const all = workbook.readSheet(sheet.at, { hasSerialDates });
  const { first, rows } = await peekRows(selectRows(all, skipLines, comment), headerRows);
  if (first.length === 0) {
    // What could not be read is said here.
    for await (const _ of rows);
    throw await createEmptyError(workbook, sheet, skipLines);
  }
  const shown = first as readonly [SheetRow, ...SheetRow[]];
  const preset =
    options.preset ?? (options.noHeader ? undefined : findTablePreset(textsOf(shown[0])));
  const map = { ...preset?.map, ...givenMap };
  const noHeader = options.noHeader ?? preset?.noHeader ?? false;
  const hasOwnDates = options.dateFormat !== undefined || givenMap.date !== undefined;
  const dateFormat = hasOwnDates ? undefined : preset?.dateFormat;
  const recognised = {
    format: workbook.format,
    why: 'it has the parts of one in a zip archive',
    isCertain: true,
  };
  const place = { label: workbook.label, sheet: sheet.name };
  const taking = {
    recognised,
    named,
    encoding: 'utf-8',
    encodingWhy: undefined,
    delimiter: undefined,
  };
  onTaken(describeTaken({ ...taking, preset, map, dateFormat, workbook: place }));
  const columns = await findSheetColumns(shown, map, { workbook, ...sheet, noHeader });
  const items = new SheetItems(columns, { ...options, map });
  const batches = readBatches(rows, items, noHeader, workbook.length);
  yield* preset === undefined ? batches : finishItems(batches, preset, { dateFormat, givenMap });
}

async function* readBatches(
  rows: AsyncIterable<readonly SheetRow[]>,
  items: SheetItems,
  noHeader: boolean,
  bytes: number,
): AsyncGenerator<RowBatch> {
  let toSkip = noHeader ? 0 : 1;
  for await (const list of rows) {
    const read = list.slice(toSkip).map((row) => items.read(row));
    toSkip = 0;
    if (read.length > 0) yield { items: read, bytes };
  }
}

const optionsOfText = ['encoding', 'items', 'delimiter', 'quote', 'escape'] as const;

function checkOptions({ format, label }: Workbook, options: WorkbookOptions): void {
  const { format: given, preset } = options;
  if (given !== undefined && given !== format) {
    throw new AdvisedError(`The input is ${label}, not ${given.toUpperCase()}.`, {
      start: '',
      options: { format },
    });
  }
  const name = optionsOfText.find((each) => options[each] !== undefined);
  if (name !== undefined) {
    throw new InputError(
      `The input is ${label}; the option ${name} speaks of text, and must be left out.`,
    );
  }
  if (preset === undefined || preset.format === 'csv') return;
  throw new InputError(
    `The preset ${preset.name} is ${preset.label}, but the input is ${label}; choose another preset, or none.`,
  );
}

async function createEmptyError(
  workbook: Workbook,
  { at, name }: ChosenSheet,
  skipped: number,
): Promise<InputError> {
  const sheets = await workbook.listSheets(false);
  const others = sheets.filter((_, each) => each !== at);
  const why = `The sheet ${quote(name)} has no rows${skipped > 0 ? ` after row ${skipped}` : ''}; expected a first row that names the columns.`;
  const [other] = others;
  if (other === undefined) return new InputError(why);
  return new AdvisedError(`${why} The workbook also has ${formatNames(others)}.`, {
    start: 'To read another one, ',
    options: { sheet: other.name },
  });
}
