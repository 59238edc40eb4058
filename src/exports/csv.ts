import { guarded } from './spreadsheet-guard.js';

/** The first line of every CSV export. */
export const csvHeader = 'title,uri,date\r\n';

/**
 * A line of CSV by RFC 4180.
 *
 * @param safe for spreadsheets: no cell is a formula, and every one is in quotes, so that a program
 *   that takes semicolons for separators does not find a formula in the middle of one
 */
export function csvLine(cells: readonly string[], safe?: 'safe'): string {
  return `${cells.map(safe ? (cell) => quoted(guarded(cell)) : plain).join(',')}\r\n`;
}

const plain = (cell: string) => (/[",\r\n]/.test(cell) ? quoted(cell) : cell);

const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
