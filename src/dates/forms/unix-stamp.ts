import { readCalendarDigits } from '../calendar-digits.js';
import type { Answer } from '../parsed-date.js';
import { markedCalendar } from '../refusals.js';
import { fractionOf } from '../times/time-of-day.js';

const MARKED = /^@([+-]?)(\d+)(?:[.,](\d+))?$/;
const MOST_DIGITS_OF_SECONDS = 11;

/**
 * Reads Unix time that is marked by an `@`, as GNU date(1) does: up to 11 digits are seconds,
 * more are milliseconds. 11 digits of seconds reach the year 5138, and 12 digits of milliseconds
 * begin in 1973, so that a present-day stamp cannot be taken for the other unit. Digits that are a
 * time of the calendar are refused: as Unix time they would be another one, of the year 1976 or 2600.
 */
export function readUnixStamp(text: string): Answer {
  const match = MARKED.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, sign, digits = '', fraction] = match;
  const calendar = sign === '-' ? undefined : readCalendarDigits(digits);
  if (calendar !== undefined) {
    return markedCalendar(new Date(calendar));
  }
  const size = unixTime(digits, fraction);
  return sign === '-' ? -size : size;
}

/** Milliseconds since 1970. */
export function unixTime(digits: string, fraction = ''): number {
  return digits.length <= MOST_DIGITS_OF_SECONDS
    ? Number(digits) * 1000 + fractionOf(fraction, 1000)
    : Number(digits);
}
