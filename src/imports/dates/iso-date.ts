import {
  daysInYear,
  firstWeekOf,
  MILLISECONDS_PER_DAY,
  midnightOf,
  weeksInYear,
} from './calendar.js';
import type { Answer, Refusal } from './parsed-date.js';
import { DAY_MISSING, impossible, WITHOUT_YEAR } from './refusals.js';
import { resolveReading } from './resolve-reading.js';
import {
  fractionOf,
  millisecondOfDay,
  millisecondsOfOffset,
  type Offset,
  type TimeOfDay,
} from './time-of-day.js';

// The back reference \k<dash> keeps the basic and the extended format apart: `2014-0308` is
// neither. Every repetition but the fraction's is bounded, so that matching is linear.
const DATE =
  /^(?<year>[+-]\d{6}|\d{4})(?<dash>-?)(?:(?<month>\d\d)\k<dash>(?<day>\d\d)|w(?<week>\d\d)\k<dash>(?<weekday>\d)|(?<ordinal>\d{3}))(?=$|[t ])/i;
const TIME =
  /^(?<gap>[t ])(?<hour>\d\d)(?:(?<colon>:?)(?<minute>\d\d)(?:\k<colon>(?<second>\d\d))?)?(?:[.,](?<fraction>\d+))?(?: ?(?<utc>z|utc|gmt)| ?(?<sign>[+-])(?<offsetHour>\d\d)(?::?(?<offsetMinute>\d\d))?)?$/i;
const REDUCED = /^(?:[+-]\d{6}|\d{4})(?:-\d\d|-?w\d\d)?$/i;
const YEARLESS = /^--\d\d-?\d\d$/;

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Reads ISO 8601: calendar, week and ordinal dates, basic and extended, with four-digit years or
 * the signed six-digit ones of ECMAScript; times of any precision; offsets. A space may stand for
 * the T (RFC 3339, 5.6). White space must have been collapsed to single spaces.
 */
export function readIsoDate(text: string): Answer {
  const date = DATE.exec(text);
  if (date?.groups === undefined) {
    return readIncompleteDate(text);
  }
  const rest = text.slice(date[0].length);
  const time = rest === '' ? undefined : TIME.exec(rest)?.groups;
  if (rest !== '' && (time === undefined || isDoubtful(date.groups, time))) {
    return undefined;
  }
  const midnight = readDay(date.groups);
  if (typeof midnight !== 'number' || time === undefined) {
    return midnight;
  }
  const sinceMidnight = millisecondOfDay(readTime(time));
  if (typeof sinceMidnight !== 'number') {
    return sinceMidnight;
  }
  const offset = millisecondsOfOffset(readOffset(time));
  return typeof offset === 'number' ? midnight + sinceMidnight - offset : offset;
}

function readIncompleteDate(text: string): Answer {
  if (REDUCED.test(text)) {
    return DAY_MISSING;
  }
  return YEARLESS.test(text) ? WITHOUT_YEAR : undefined;
}

/**
 * After an extended date and a space, a number without a colon need not be a time at all:
 * `2014-03-08 2014` is not 20:14, and `2014-03-08 15-16` has no offset of 16 hours.
 */
function isDoubtful(date: Groups, time: Groups): boolean {
  const isLoose = time.gap === ' ' && date.dash === '-' && time.colon !== ':';
  return isLoose && (time.minute !== undefined || time.sign !== undefined);
}

function readDay(groups: Groups): number | Refusal {
  const year = Number(groups.year);
  if (groups.week !== undefined) {
    return readWeekDate(year, Number(groups.week), Number(groups.weekday));
  }
  if (groups.ordinal !== undefined) {
    return readOrdinalDate(year, Number(groups.ordinal));
  }
  return resolveReading({
    dates: [{ year, month: Number(groups.month), day: Number(groups.day) }],
  });
}

function readWeekDate(year: number, week: number, weekday: number): number | Refusal {
  const weeks = weeksInYear(year);
  if (week < 1 || week > weeks || weekday < 1 || weekday > 7) {
    return impossible(
      `names day ${weekday} of week ${week}; ${year} has the weeks 1 to ${weeks}, with days 1 to 7.`,
    );
  }
  return firstWeekOf(year) + ((week - 1) * 7 + weekday - 1) * MILLISECONDS_PER_DAY;
}

function readOrdinalDate(year: number, ordinal: number): number | Refusal {
  const days = daysInYear(year);
  if (ordinal < 1 || ordinal > days) {
    return impossible(`names day ${ordinal} of the year; ${year} has the days 1 to ${days}.`);
  }
  return midnightOf({ year, month: 1, day: 1 }) + (ordinal - 1) * MILLISECONDS_PER_DAY;
}

function readTime(groups: Groups): TimeOfDay {
  const { hour, minute, second, fraction = '' } = groups;
  const unit = second !== undefined ? 1000 : minute !== undefined ? 60_000 : 3_600_000;
  return {
    hour: Number(hour),
    minute: Number(minute ?? 0),
    second: Number(second ?? 0),
    millisecond: fractionOf(fraction, unit),
  };
}

function readOffset(groups: Groups): Offset {
  return {
    sign: groups.sign === '-' ? -1 : 1,
    hour: Number(groups.offsetHour ?? 0),
    minute: Number(groups.offsetMinute ?? 0),
  };
}
