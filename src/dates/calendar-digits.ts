import type { TimeZone } from './given/time-zone.js';
import type { Outcome } from './parsed-date.js';
import { resolveReading } from './resolve-reading.js';
import { fractionToMilliseconds } from './times/time-of-day.js';

const calendarDigits = /^((?:19|20)\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(?:(\d\d)(?:[.,](\d+))?)?Z?$/i;

/**
 * Reads 12 or 14 digits, with or without a fraction and a `Z`, as web archives, MySQL and GDELT write
 * times: `20140308150102` and `201403081501`, of the years 1900 to 2099.
 *
 * @param timeZone the zone of a time without a `Z`; UTC if not given
 * @returns milliseconds since 1970; `undefined` if there is no such time in any zone
 */
export function readCalendarDigits(text: string, timeZone?: TimeZone): Outcome {
  const match = calendarDigits.exec(text);
  if (match === null) return undefined;
  const numbers = match.slice(1, 7).map((digits = '0') => Number(digits));
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = numbers;
  const millisecond = fractionToMilliseconds(match[7] ?? '', 1000);
  const reading = {
    dates: [{ year, month, day }],
    time: { hour, minute, second, millisecond },
  };
  if (typeof resolveReading(reading) !== 'number') return undefined;
  return resolveReading(reading, /z$/i.test(text) ? undefined : timeZone);
}
