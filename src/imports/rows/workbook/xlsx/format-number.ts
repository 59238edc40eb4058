import { readNumber } from '../../../../dates/given/number-format.js';
import type { NumberKind } from './read-styles.js';

const lastDay = Date.UTC(10_000, 0, 1);

/**
 * The text of a number in a cell: a date as ISO 8601 without an offset, a number as it would be typed. A
 * number that is not a date, whatever its format, stays a number.
 *
 * @param text as it is written in the file
 * @param epoch where serial dates begin
 */
export function formatNumber(
  text: string,
  kind: NumberKind,
  epoch: 'excel' | 'excel-1904',
): string {
  const plain = formatPlain(text);
  if (kind === 'number') return plain;
  // Lotus 1-2-3 took 1900 for a leap year; this is what the cell shows.
  if (epoch === 'excel' && Math.floor(Number(plain)) === 60) return '1900-02-29';
  const read = readNumber(plain, epoch);
  if (typeof read !== 'object' || !('local' in read) || !(read.local < lastDay)) return plain;
  const iso = new Date(read.local).toISOString();
  return read.isDay && kind === 'date' ? iso.slice(0, 10) : iso.replace(/(?:\.000)?Z$/, '');
}

/** Programs write 17 digits, or exponents, where fewer are meant. */
function formatPlain(text: string): string {
  const trimmed = text.trim();
  if (/^-?\d{1,15}$/.test(trimmed) || trimmed === '') return trimmed;
  const number = Number(trimmed);
  if (!Number.isFinite(number)) return trimmed;
  const short = String(number);
  return short.includes('e') && Math.abs(number) >= 1 ? BigInt(number).toString() : short;
}
