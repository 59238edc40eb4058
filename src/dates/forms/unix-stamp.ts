import { readCalendarDigits } from '../calendar-digits.js';
import type { Outcome } from '../parsed-date.js';
import { rejectMarkedCalendar } from '../rejections.js';
import { fractionToMilliseconds } from '../times/time-of-day.js';

const markedStamp = /^@([+-]?)(\d+)(?:[.,](\d+))?$/;
const maxDigitsOfSeconds = 11;

/**
 * Reads Unix time that is marked by an `@`, as GNU date(1) does: up to 11 digits are seconds,
 * more are milliseconds. 11 digits of seconds reach the year 5138, and 12 digits of milliseconds
 * begin in 1973, so that a present-day stamp cannot be mistaken for the other unit. Digits that are
 * a calendar time are rejected: as Unix time they would be another time, in the year 1976 or 2600.
 */
export function readUnixStamp(text: string): Outcome {
  const match = markedStamp.exec(text);
  if (match === null) return undefined;
  const [, sign, digits = '', fraction] = match;
  const calendar = sign === '-' ? undefined : readCalendarDigits(digits);
  if (typeof calendar === 'number') return rejectMarkedCalendar(new Date(calendar));
  const size = parseUnixTime(digits, fraction);
  return sign === '-' ? -size : size;
}

/** Milliseconds since 1970. */
export function parseUnixTime(digits: string, fraction = ''): number {
  return digits.length <= maxDigitsOfSeconds
    ? Number(digits) * 1000 + fractionToMilliseconds(fraction, 1000)
    : Number(digits);
}
