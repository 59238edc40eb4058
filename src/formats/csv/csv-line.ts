import { guardFormula } from './formula-guard.js';

/** The style of a line of CSV. */
export interface CsvStyle {
  /** The delimiter of cells; a comma by default. */
  readonly delimiter?: ',' | '\t';
  /**
   * For spreadsheets: no cell is a formula, and every cell is quoted, so that a program that splits at
   * semicolons does not find a formula in the middle of one.
   */
  readonly safe?: boolean;
}

/** Formats a line of CSV (RFC 4180), or one with another delimiter. */
export function formatCsvLine(
  cells: readonly string[],
  { delimiter = ',', safe = false }: CsvStyle = {},
): string {
  return `${cells.map(safe ? (cell) => quoteCell(guardFormula(cell)) : quoteIfNeeded).join(delimiter)}\r\n`;
}

const quoteIfNeeded = (cell: string) => (/[",\t\r\n]/.test(cell) ? quoteCell(cell) : cell);

/** The cell in quotes; a quote in it is doubled. */
export const quoteCell = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
