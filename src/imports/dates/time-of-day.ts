import type { Refusal } from './parsed-date.js';
import { impossible } from './refusals.js';

/** A time as it was written; not checked to exist. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** What a fraction of the last unit amounts to, in whole milliseconds. */
  readonly millisecond: number;
  readonly halfDay?: 'am' | 'pm';
}

/** A signed distance from UTC as it was written; not checked to exist. */
export interface Offset {
  readonly sign: 1 | -1;
  readonly hour: number;
  readonly minute: number;
}

export const UTC: Offset = { sign: 1, hour: 0, minute: 0 };

/**
 * What a decimal fraction of a unit amounts to, in milliseconds; the rest is cut off.
 *
 * @param digits the digits after the decimal sign, possibly none
 * @param unit the length of the unit in milliseconds: 1000, 60_000 or 3_600_000
 */
export function fractionOf(digits: string, unit: number): number {
  if (digits.length <= 9) {
    return Math.floor((Number(digits) * unit) / 10 ** digits.length);
  }
  // A product of more digits does not fit into a double, and would be rounded up now and then.
  return Number((BigInt(digits) * BigInt(unit)) / 10n ** BigInt(digits.length));
}

/**
 * Milliseconds since midnight, 0 to 86_400_000. 24:00 is the end of the day (ISO 8601, 4.2.3);
 * second 60 is refused, because an instant of Unix time cannot express it.
 */
export function millisecondOfDay(time: TimeOfDay): number | Refusal {
  const { hour, minute, second, millisecond, halfDay } = time;
  if (halfDay !== undefined && (hour < 1 || hour > 12)) {
    return impossible(
      `names hour ${hour} with ${halfDay.toUpperCase()}; the 12-hour clock runs from 1 to 12.`,
    );
  }
  if (minute > 59 || second > 59) {
    return impossible(
      `names minute ${minute} and second ${second}; both run from 0 to 59, without leap seconds.`,
    );
  }
  const hourOfDay = halfDay === undefined ? hour : (hour % 12) + (halfDay === 'pm' ? 12 : 0);
  const total = ((hourOfDay * 60 + minute) * 60 + second) * 1000 + millisecond;
  if (hourOfDay > 24 || (hourOfDay === 24 && total !== 86_400_000)) {
    return impossible('names an hour after the end of the day; hours run from 0 to 24:00.');
  }
  return total;
}

/** Milliseconds to subtract from local time. The bound of ±23:59 is that of RFC 3339, 5.6. */
export function millisecondsOfOffset({ sign, hour, minute }: Offset): number | Refusal {
  if (hour > 23 || minute > 59) {
    return impossible(
      `has a UTC offset of ${hour} hours and ${minute} minutes; offsets end at 23:59.`,
    );
  }
  return sign * (hour * 60 + minute) * 60_000;
}
