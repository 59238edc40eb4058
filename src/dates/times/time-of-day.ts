import type { Refusal } from '../parsed-date.js';
import { impossible } from '../refusals.js';

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

/**
 * Milliseconds to subtract from local time. No clock has ever been set further from UTC than -12:00
 * and +14:00 since there are time zones: beyond them stands something else than an offset.
 */
export function millisecondsOfOffset(offset: Offset): number | Refusal {
  return isPossible(offset)
    ? minutesOf(offset) * 60_000
    : impossible(
        `has the UTC offset ${offsetText(offset)}; offsets lie between -12:00 and +14:00.`,
      );
}

/** Whether an offset lies within the bounds of those that clocks have. */
export function isPossible(offset: Offset): boolean {
  const minutes = minutesOf(offset);
  return offset.minute <= 59 && minutes >= -12 * 60 && minutes <= 14 * 60;
}

/** Reads an offset like `+05:30`, `-0600` or `+08`; not checked to exist. */
export function readOffset(text: string): Offset | undefined {
  const match = /^([+-])(\d\d)(?::?(\d\d))?$/.exec(text);
  if (match === null) {
    return undefined;
  }
  const [, sign, hour, minute = 0] = match;
  return { sign: sign === '-' ? -1 : 1, hour: Number(hour), minute: Number(minute) };
}

/** An offset as ISO 8601 writes it, like `+05:30`; `-00:00` is `+00:00`. */
export function offsetText(offset: Offset): string {
  const { hour, minute } = offset;
  const sign = minutesOf(offset) < 0 ? '-' : '+';
  return `${sign}${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`;
}

const minutesOf = ({ sign, hour, minute }: Offset) => sign * (hour * 60 + minute);
