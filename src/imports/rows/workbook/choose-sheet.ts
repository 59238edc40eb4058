import { InputError } from '../../../errors/input-error.js';
import { quote, quoteNames } from '../../../text/quote.js';
import { AdvisedError } from '../advised-error.js';
import type { SheetName, Workbook } from './workbook.js';

/** The sheet that is read. */
export interface ChosenSheet {
  /** Its place among all sheets, from 0. */
  readonly at: number;
  readonly name: string;
}

const maxShown = 20;

/**
 * The sheet of a name or a number from 1, or else the first that is not hidden. Throws an error that
 * names the sheets if there is none.
 */
export async function chooseSheet(
  workbook: Workbook,
  wanted: string | undefined,
): Promise<ChosenSheet> {
  const sheets = await workbook.listSheets(wanted === undefined);
  const at = wanted === undefined ? firstVisible(sheets) : findSheet(sheets, wanted);
  const name = sheets[at]?.name;
  if (name !== undefined) return { at, name };
  if (sheets.length === 0) throw new InputError(`The input is ${workbook.label} without sheets.`);
  const first = sheets[firstVisible(sheets)]?.name ?? '';
  throw new AdvisedError(
    `The workbook has no sheet ${quote(wanted ?? '')}; it has ${formatNames(sheets)}.`,
    { start: 'To read the first one, ', options: { sheet: first } },
  );
}

/** The names of sheets, for messages. */
export const formatNames = (sheets: readonly SheetName[]): string =>
  `${sheets.length === 1 ? 'the sheet' : 'the sheets'} ${quoteNames(
    sheets.map(({ name }) => name),
    maxShown,
  )}`;

const firstVisible = (sheets: readonly SheetName[]) =>
  Math.max(
    0,
    sheets.findIndex(({ isHidden }) => !isHidden),
  );

function findSheet(sheets: readonly SheetName[], wanted: string): number {
  const names = sheets.map(({ name }) => name);
  const own = names.indexOf(wanted);
  if (own !== -1) return own;
  const same = names.findIndex((name) => fold(name) === fold(wanted));
  if (same !== -1) return same;
  return /^[1-9]\d{0,5}$/.test(wanted.trim()) ? Number(wanted) - 1 : -1;
}

const fold = (name: string) => name.trim().toLowerCase();
