import { readCalendarDigits } from '../calendar-digits.js';
import type { Answer } from '../parsed-date.js';
import { BARE_NUMBER, SEVEN_DIGITS, unmarkedNumber } from '../refusals.js';
import { unixTime } from './unix-stamp.js';

const SEVEN = /^\d{7}(?= |$)/;
const NUMBER = /^[+-]?\d{9,}(?:[.,]\d+)?$/;
/** Seconds or milliseconds since 1970, of the years 1973 to 2286. */
const UNIX_LIKE = /^(\d{9,10}|\d{13})(?:[.,](\d+))?$/;
/** A year, month, day and hour, which are Unix time of the year 2030 or later. */
const CALENDAR_HOUR = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-4])$/;

/** Reads a time in digits alone, see {@link readCalendarDigits}. Other numbers have several meanings. */
export function readBareNumber(text: string): Answer {
  if (SEVEN.test(text)) {
    return SEVEN_DIGITS;
  }
  const calendar = readCalendarDigits(text);
  if (calendar !== undefined || !NUMBER.test(text)) {
    return calendar;
  }
  const [, digits, fraction] = UNIX_LIKE.exec(text) ?? [];
  return digits === undefined || CALENDAR_HOUR.test(text)
    ? BARE_NUMBER
    : unmarkedNumber(text, new Date(unixTime(digits, fraction)));
}
