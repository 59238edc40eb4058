import type { Answer } from './parsed-date.js';
import { UNMARKED_NUMBER } from './refusals.js';
import { fractionOf } from './time-of-day.js';

const MARKED = /^@([+-]?)(\d+)(?:[.,](\d+))?$/;
const UNMARKED = /^[+-]?\d{9,}(?:[.,]\d+)?$/;
const MOST_DIGITS_OF_SECONDS = 11;

/**
 * Reads Unix time that is marked by an `@`, as GNU date(1) does: up to 11 digits are seconds,
 * more are milliseconds. 11 digits of seconds reach the year 5138, and 12 digits of milliseconds
 * begin in 1973, so that a present-day stamp cannot be taken for the other unit.
 */
export function readUnixStamp(text: string): Answer {
  const match = MARKED.exec(text);
  if (match === null) {
    return UNMARKED.test(text) ? UNMARKED_NUMBER : undefined;
  }
  const [, sign, digits = '', fraction = ''] = match;
  const size =
    digits.length <= MOST_DIGITS_OF_SECONDS
      ? Number(digits) * 1000 + fractionOf(fraction, 1000)
      : Number(digits);
  return sign === '-' ? -size : size;
}
