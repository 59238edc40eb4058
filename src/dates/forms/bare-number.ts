import { readCalendarDigits } from '../calendar-digits.js';
import type { DateOptions } from '../date-options.js';
import type { Outcome } from '../parsed-date.js';
import {
  bareNumber,
  rejectFineNumber,
  rejectSerialDate,
  rejectUnmarkedNumber,
  sevenDigits,
} from '../rejections.js';
import { parseUnixTime } from './unix-stamp.js';

/** Days since 1900, which may have a time, of the years 1927 to 2173. */
const serialDate = /^\d{5}(?:[.,]\d+)?$/;
const startsWithSeven = /^\d{7}(?= |$)/;
const longNumber = /^[+-]?\d{9,}(?:[.,]\d+)?$/;
/** Seconds or milliseconds since 1970, of the years 1973 to 2286. */
const unixLike = /^(\d{9,10}|\d{13})(?:[.,](\d+))?$/;
/** Microseconds since 1970, or since 1601, of the years 2001 to 2033. */
const fineNumber = /^(?:(1\d{15})|(1[23]\d{15}))$/;
/** A year, month, day and hour, which as Unix time are in the year 2030 or later. */
const calendarHour = /^(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-4])$/;

/** Reads a time in digits alone, see {@link readCalendarDigits}. Other long numbers are ambiguous. */
export function readBareNumber(text: string, { timeZone }: DateOptions = {}): Outcome {
  if (startsWithSeven.test(text)) return sevenDigits;
  if (serialDate.test(text)) return rejectSerialDate;
  const calendar = readCalendarDigits(text, timeZone);
  if (calendar !== undefined || !longNumber.test(text)) return calendar;
  const [, since1970, since1601] = fineNumber.exec(text) ?? [];
  if (since1970 !== undefined) return rejectFineNumber('Unix time in microseconds', 'unix-us');
  if (since1601 !== undefined)
    return rejectFineNumber('the time of Chrome, in microseconds since 1601', 'webkit');
  const [, digits, fraction] = unixLike.exec(text) ?? [];
  return digits === undefined || calendarHour.test(text)
    ? bareNumber
    : rejectUnmarkedNumber(text, new Date(parseUnixTime(digits, fraction)));
}
