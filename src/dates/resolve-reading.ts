import { type CivilDate, daysInMonth, midnightOf, weekdayOf } from './calendar.js';
import type { Refusal } from './parsed-date.js';
import { ambiguous, impossible } from './refusals.js';
import {
  millisecondOfDay,
  millisecondsOfOffset,
  type TimeOfDay,
  UTC,
} from './times/time-of-day.js';
import type { Zone } from './times/zone.js';

/** Everything that a text says, before it is checked against the calendar and the clock. */
export interface Reading {
  /** The days that the text can mean; more than one if a month or an order is open. */
  readonly dates: readonly CivilDate[];
  /** Why the text is refused if more than one of its days exists. */
  readonly openPoint?: Refusal;
  readonly time?: TimeOfDay | undefined;
  readonly zone?: Zone | undefined;
  /** The days of the week that its weekday can mean, 0 for Sunday; absent if it names none. */
  readonly weekdays?: readonly number[] | undefined;
}

const MONTHS =
  'January February March April May June July August September October November December'.split(
    ' ',
  );
const WEEKDAYS = 'Sunday Monday Tuesday Wednesday Thursday Friday Saturday'.split(' ');

/**
 * The instant that a reading names, in milliseconds since 1970, of any year.
 * Nothing rolls over: a day, a time, an offset or a weekday that does not exist is refused.
 */
export function resolveReading(reading: Reading): number | Refusal {
  const midnight = resolveDay(reading);
  if (typeof midnight !== 'number') {
    return midnight;
  }
  const time = reading.time === undefined ? 0 : millisecondOfDay(reading.time);
  if (typeof time !== 'number') {
    return time;
  }
  const { zone = UTC } = reading;
  const offset = 'code' in zone ? zone : millisecondsOfOffset(zone);
  return typeof offset === 'number' ? midnight + time - offset : offset;
}

function resolveDay({ dates, weekdays, openPoint }: Reading): number | Refusal {
  let found: number | undefined;
  let refusal: Refusal | undefined;
  for (const date of dates) {
    const midnight = checkDay(date, weekdays);
    if (typeof midnight !== 'number') {
      refusal ??= midnight;
    } else if (found !== undefined && found !== midnight) {
      return openPoint ?? ambiguous('can mean several days; write it like 2014-03-08.');
    } else {
      found = midnight;
    }
  }
  return found ?? refusal ?? impossible('names no day of the calendar.');
}

function checkDay(date: CivilDate, weekdays: readonly number[] | undefined): number | Refusal {
  const { year, month, day } = date;
  const length = daysInMonth(year, month);
  if (length === 0) {
    return impossible(`names month ${month}; a year has the months 1 to 12.`);
  }
  const name = `${MONTHS[month - 1]} ${year}`;
  if (day < 1 || day > length) {
    return impossible(`names day ${day} of ${name}, which has the days 1 to ${length}.`);
  }
  const midnight = midnightOf(date);
  const weekday = weekdayOf(midnight);
  if (weekdays !== undefined && !weekdays.includes(weekday)) {
    const said = weekdays.map((index) => WEEKDAYS[index]).join(' or ');
    return impossible(`says ${said}, but ${day} ${name} was a ${WEEKDAYS[weekday]}.`);
  }
  return midnight;
}
