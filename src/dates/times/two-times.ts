import type { Refusal } from '../parsed-date.js';
import { TWO_TIMES } from '../refusals.js';
import { millisecondOfDay, type Offset, type TimeOfDay } from './time-of-day.js';

/**
 * Refuses what can be two times as well as a time and its UTC offset: in `2014-03-08 14:00-15:00` the
 * second is later than the first. Only texts are asked about that part date and time by a space and
 * give no seconds: `T` and seconds are written by programs, which write no spans. Nor does mail, which
 * is read before.
 */
export function refuseTwoTimes(time: TimeOfDay, offset: Offset): Refusal | undefined {
  const start = millisecondOfDay(time);
  const end = (offset.hour * 60 + offset.minute) * 60_000;
  return offset.sign === -1 && typeof start === 'number' && end > start ? TWO_TIMES : undefined;
}
