import type { Rejection } from '../parsed-date.js';
import { rejectImpossible } from '../rejections.js';

/** A time as written; it may not exist. */
export interface TimeOfDay {
  readonly hour: number;
  readonly minute: number;
  readonly second: number;
  /** The fraction of the last unit, in whole milliseconds. */
  readonly millisecond: number;
  readonly halfDay?: 'am' | 'pm';
}

/** A signed distance from UTC as written; it may not exist. */
export interface Offset {
  readonly sign: 1 | -1;
  readonly hour: number;
  readonly minute: number;
}

export const utcOffset: Offset = { sign: 1, hour: 0, minute: 0 };

/**
 * Converts a decimal fraction of a unit to milliseconds, truncated.
 *
 * @param digits the digits after the decimal sign, possibly none
 * @param unit the length of the unit in milliseconds: 1000, 60_000 or 3_600_000
 */
export function fractionToMilliseconds(digits: string, unit: number): number {
  if (digits.length <= 9) return Math.floor((Number(digits) * unit) / 10 ** digits.length);
  // A product of more digits does not fit into a double, and would sometimes be rounded up.
  return Number((BigInt(digits) * BigInt(unit)) / 10n ** BigInt(digits.length));
}

/**
 * Milliseconds since midnight, 0 to 86_400_000. 24:00 is the end of the day (ISO 8601, 4.2.3);
 * second 60 is rejected, because Unix time cannot express it.
 */
export function toMillisecondOfDay(time: TimeOfDay): number | Rejection {
  const { hour, minute, second, millisecond, halfDay } = time;
  if (halfDay !== undefined && (hour < 1 || hour > 12)) {
    return rejectImpossible(
      `names hour ${hour} with ${halfDay.toUpperCase()}; the 12-hour clock runs from 1 to 12.`,
    );
  }
  if (minute > 59 || second > 59) {
    return rejectImpossible(
      `names minute ${minute} and second ${second}; both run from 0 to 59, without leap seconds.`,
    );
  }
  const hourOfDay = halfDay === undefined ? hour : (hour % 12) + (halfDay === 'pm' ? 12 : 0);
  const total = ((hourOfDay * 60 + minute) * 60 + second) * 1000 + millisecond;
  if (hourOfDay > 24 || (hourOfDay === 24 && total !== 86_400_000))
    return rejectImpossible('names an hour after the end of the day; hours run from 0 to 24:00.');
  return total;
}

/**
 * Milliseconds to subtract from local time. Since there have been time zones, no clock has been further
 * from UTC than -12:00 and +14:00: anything beyond is not an offset.
 */
export function offsetToMilliseconds(offset: Offset): number | Rejection {
  return isPossibleOffset(offset)
    ? toMinutes(offset) * 60_000
    : rejectImpossible(
        `has the UTC offset ${formatOffset(offset)}; offsets lie between -12:00 and +14:00.`,
      );
}

/** Whether an offset is one that clocks have: -12:00 to +14:00. */
export function isPossibleOffset(offset: Offset): boolean {
  const minutes = toMinutes(offset);
  return offset.minute <= 59 && minutes >= -12 * 60 && minutes <= 14 * 60;
}

/** Reads an offset like `+05:30`, `-0600` or `+08`, which may not exist. */
export function readOffset(text: string): Offset | undefined {
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(text);
  if (match === null) return undefined;
  const [, sign, hour, minute = 0] = match;
  return { sign: sign === '-' ? -1 : 1, hour: Number(hour), minute: Number(minute) };
}

/** An offset as ISO 8601 writes it, like `+05:30`; `-00:00` is `+00:00`. */
export function formatOffset(offset: Offset): string {
  const { hour, minute } = offset;
  const sign = toMinutes(offset) < 0 ? '-' : '+';
  return `${sign}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

const toMinutes = ({ sign, hour, minute }: Offset) => sign * (hour * 60 + minute);
