import { InputError } from '../../../errors/input-error.js';
import { quote } from '../../../text/quote.js';
import { fields } from '../../normalise/item-fields.js';
import type { ColumnMap } from '../column-map.js';
import { type CsvColumns, findColumns, numberColumns } from '../csv/csv-columns.js';
import { isHeader } from '../csv/header-fix.js';
import { MissingColumnError } from '../missing-column-error.js';
import { formatNames } from './choose-sheet.js';
import { peekRows } from './peek-rows.js';
import { maxCells, type SheetRow } from './sheet-row.js';
import type { Workbook } from './workbook.js';

/** How many rows show where the header is. */
export const headerRows = 22;

/** The sheet whose header is sought. */
export interface HeaderPlace {
  readonly workbook: Workbook;
  /** The place of the sheet, and its name. */
  readonly at: number;
  readonly name: string;
  readonly noHeader: boolean;
}

/** The texts of a row, with empty ones for blank cells. */
export const textsOf = ({ cells }: SheetRow): string[] => Array.from(cells, (cell) => cell ?? '');

/**
 * Finds the columns by the first row, or numbers them. Throws an error that says what to do if a field has
 * none: which row names them, or which other sheet.
 */
export async function findSheetColumns(
  [header, ...next]: readonly [SheetRow, ...SheetRow[]],
  map: ColumnMap,
  place: HeaderPlace,
): Promise<CsvColumns> {
  const names = textsOf(header);
  if (header.tooWide !== undefined) {
    throw new InputError(
      `The header has ${header.tooWide} columns; at most ${maxCells} are allowed.`,
    );
  }
  if (place.noHeader) return numberColumns(names, map);
  try {
    const lines = { line: header.line, delimiter: '\t', next: formatRows(header, next) };
    return findColumns(names, map, { ...lines, isOpen: false });
  } catch (error) {
    if (!(error instanceof MissingColumnError)) throw error;
    const [only = ''] = names;
    if (names.length === 1 && isHeader(only.split(/[,;|]/))) {
      throw new InputError(
        `The sheet ${quote(place.name)} has a single column, whose cells are lines of CSV, like ${quote(only)}; copy the column into a text file, and import that as CSV.`,
      );
    }
    const others = await findOtherSheet(place);
    if (others === undefined) throw error;
    throw new MissingColumnError(
      `${error.message} That is the sheet ${quote(place.name)}; the workbook also has ${others.names}.`,
      { names, map, missing: fields },
      {
        start: `The sheet ${quote(others.name)} has such columns; `,
        options: { sheet: others.name },
      },
    );
  }
}

/** The rows after a header as lines, of which each row takes one, blank ones as well. */
function formatRows(header: SheetRow, next: readonly SheetRow[]): string {
  let line = header.line;
  let text = '';
  for (const row of next) {
    // A gap of thousands of rows has no header behind it.
    text += '\n'.repeat(Math.min(row.line - line - 1, headerRows));
    text += `${textsOf(row)
      .map((cell) => cell.replace(/[\t\r\n]/g, ' '))
      .join('\t')}\n`;
    line = row.line;
  }
  return text;
}

const maxSought = 20;

/** Another sheet whose first row names columns, and the names of all others. */
async function findOtherSheet({
  workbook,
  at,
}: HeaderPlace): Promise<{ readonly name: string; readonly names: string } | undefined> {
  const sheets = await workbook.listSheets(false);
  const others = sheets.filter((_, each) => each !== at);
  for (const [each, { name }] of sheets.entries()) {
    if (each === at || each >= maxSought) continue;
    const { first, rows } = await peekRows(workbook.readSheet(each, { hasSerialDates: false }), 1);
    await rows.return(undefined);
    const [header] = first;
    if (header !== undefined && isHeader(textsOf(header))) {
      return { name, names: formatNames(others) };
    }
  }
  return undefined;
}
