import { type CivilDate, daysInMonth, toMidnight, toWeekday } from './calendar.js';
import type { TimeZone } from './given/time-zone.js';
import type { Rejection } from './parsed-date.js';
import { rejectAmbiguous, rejectImpossible } from './rejections.js';
import {
  offsetToMilliseconds,
  type TimeOfDay,
  toMillisecondOfDay,
  utcOffset,
} from './times/time-of-day.js';
import type { Zone } from './times/zone.js';

/** The parts of a date as parsed, before they are checked against the calendar and the clock. */
export interface Reading {
  /** The days that the text can mean; more than one if the month or the order is ambiguous. */
  readonly dates: readonly CivilDate[];
  /** Why the text is rejected if more than one of its days exists. */
  readonly ambiguity?: Rejection;
  readonly time?: TimeOfDay | undefined;
  readonly zone?: Zone | undefined;
  /** The days of the week that its weekday can mean, 0 for Sunday; absent if it names none. */
  readonly weekdays?: readonly number[] | undefined;
}

const monthNames =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const weekdayNames = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/**
 * The instant that a reading names, in milliseconds since 1970, of any year.
 * Nothing rolls over: a day, a time, an offset or a weekday that does not exist is rejected.
 *
 * @param timeZone the zone of a time without an offset; UTC if not given
 */
export function resolveReading(reading: Reading, timeZone?: TimeZone): number | Rejection {
  const midnight = resolveDay(reading);
  if (typeof midnight !== 'number') return midnight;
  const time = reading.time === undefined ? 0 : toMillisecondOfDay(reading.time);
  if (typeof time !== 'number') return time;
  const isLocal = reading.time !== undefined && reading.zone === undefined;
  if (isLocal && timeZone !== undefined) return timeZone.toInstant(midnight + time);
  const { zone = utcOffset } = reading;
  const offset = 'code' in zone ? zone : offsetToMilliseconds(zone);
  return typeof offset === 'number' ? midnight + time - offset : offset;
}

function resolveDay({ dates, weekdays, ambiguity }: Reading): number | Rejection {
  let found: number | undefined;
  let rejection: Rejection | undefined;
  for (const date of dates) {
    const midnight = checkDay(date, weekdays);
    if (typeof midnight !== 'number') {
      rejection ??= midnight;
    } else if (found !== undefined && found !== midnight) {
      return ambiguity ?? rejectAmbiguous('can mean several days; write it like 2014-03-08.');
    } else {
      found = midnight;
    }
  }
  return found ?? rejection ?? rejectImpossible('does not name a day of the calendar.');
}

function checkDay(date: CivilDate, weekdays: readonly number[] | undefined): number | Rejection {
  const { year, month, day } = date;
  const length = daysInMonth(year, month);
  if (length === 0) return rejectImpossible(`names month ${month}; a year has the months 1 to 12.`);
  const name = `${monthNames[month - 1]} ${year}`;
  if (day < 1 || day > length)
    return rejectImpossible(`names day ${day} of ${name}, which has the days 1 to ${length}.`);
  const midnight = toMidnight(date);
  const weekday = toWeekday(midnight);
  if (weekdays !== undefined && !weekdays.includes(weekday)) {
    const said = weekdays.map((index) => weekdayNames[index]).join(' or ');
    return rejectImpossible(`says ${said}, but ${day} ${name} was a ${weekdayNames[weekday]}.`);
  }
  return midnight;
}
