import type { Rejection } from '../parsed-date.js';
import { timesOrOffset } from '../rejections.js';
import { type Offset, type TimeOfDay, toMillisecondOfDay } from './time-of-day.js';

/**
 * Rejects what may be two times or a time with its UTC offset: in `2014-03-08 14:00-15:00` the
 * second is later than the first. This concerns only texts with a space between date and time and
 * without seconds: `T` and seconds are written by programs, which do not write time spans. Neither does
 * mail, which is read earlier.
 */
export function rejectTwoTimes(time: TimeOfDay, offset: Offset): Rejection | undefined {
  const start = toMillisecondOfDay(time);
  const end = (offset.hour * 60 + offset.minute) * 60_000;
  return offset.sign === -1 && typeof start === 'number' && end > start ? timesOrOffset : undefined;
}
