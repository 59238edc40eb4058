import { guardFormula } from './formula-guard.js';

/** How a line of CSV is written. */
export interface CsvStyle {
  /** What stands between two cells; a comma if it is not given. */
  readonly delimiter?: ',' | '\t';
  /**
   * For spreadsheets: no cell is a formula, and every one is in quotes, so that a program that takes
   * semicolons for separators does not find a formula in the middle of one.
   */
  readonly safe?: boolean;
}

/** A line of CSV by RFC 4180, or one like it with tabs. */
export function formatCsvLine(
  cells: readonly string[],
  { delimiter = ',', safe = false }: CsvStyle = {},
): string {
  return `${cells.map(safe ? (cell) => quoted(guardFormula(cell)) : plain).join(delimiter)}\r\n`;
}

const plain = (cell: string) => (/[",\t\r\n]/.test(cell) ? quoted(cell) : cell);

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
