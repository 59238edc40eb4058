import {
  daysInYear,
  millisecondsPerDay,
  startOfFirstWeek,
  toMidnight,
  weeksInYear,
} from '../calendar.js';
import type { DateOptions } from '../date-options.js';
import type { Outcome, Rejection } from '../parsed-date.js';
import { dayMissing, rejectImpossible, yearMissing } from '../rejections.js';
import { resolveReading } from '../resolve-reading.js';
import { readIsoTime } from '../times/iso-time.js';

// The backreference \k<dash> keeps the basic and the extended format apart: `2014-0308` is
// neither. Every repetition but the fraction's is bounded, so that matching is linear.
const isoDate =
  /^(?<year>[+-]\d{6}|\d{4})(?<dash>-?)(?:(?<month>\d\d)\k<dash>(?<day>\d\d)|w(?<week>\d\d)\k<dash>(?<weekday>\d)|(?<ordinal>\d{3}))(?=$|[t ])/i;
const reducedDate = /^(?:[+-]\d{6}|\d{4})(?:-\d\d|-?w\d\d)?$/i;
const yearlessDate = /^--\d\d-?\d\d$/;

type Groups = Readonly<Record<string, string | undefined>>;

/**
 * Reads ISO 8601: calendar, week and ordinal dates, basic and extended, with four-digit years or
 * the signed six-digit ones of ECMAScript; times of any precision; offsets. A space may stand for
 * the T (RFC 3339, 5.6). White space must have been collapsed to single spaces.
 */
export function readIsoDate(text: string, { zones, timeZone }: DateOptions): Outcome {
  const date = isoDate.exec(text);
  if (date?.groups === undefined) return readIncompleteDate(text);
  const rest = text.slice(date[0].length);
  const clock =
    rest === '' ? { time: 0, isLocal: false } : readIsoTime(rest, date.groups.dash === '-', zones);
  if (clock === undefined) return undefined;
  const midnight = readDay(date.groups);
  if (typeof midnight !== 'number') return midnight;
  if (typeof clock.time !== 'number') return clock.time;
  const instant = midnight + clock.time;
  return clock.isLocal && timeZone !== undefined ? timeZone.toInstant(instant) : instant;
}

function readIncompleteDate(text: string): Outcome {
  if (reducedDate.test(text)) return dayMissing;
  return yearlessDate.test(text) ? yearMissing : undefined;
}

function readDay(groups: Groups): number | Rejection {
  const year = Number(groups.year);
  if (groups.week !== undefined)
    return readWeekDate(year, Number(groups.week), Number(groups.weekday));
  if (groups.ordinal !== undefined) return readOrdinalDate(year, Number(groups.ordinal));
  return resolveReading({
    dates: [{ year, month: Number(groups.month), day: Number(groups.day) }],
  });
}

function readWeekDate(year: number, week: number, weekday: number): number | Rejection {
  const weeks = weeksInYear(year);
  if (week < 1 || week > weeks || weekday < 1 || weekday > 7) {
    return rejectImpossible(
      `names day ${weekday} of week ${week}; ${year} has the weeks 1 to ${weeks}, with days 1 to 7.`,
    );
  }
  return startOfFirstWeek(year) + ((week - 1) * 7 + weekday - 1) * millisecondsPerDay;
}

function readOrdinalDate(year: number, ordinal: number): number | Rejection {
  const days = daysInYear(year);
  if (ordinal < 1 || ordinal > days)
    return rejectImpossible(`names day ${ordinal} of the year; ${year} has the days 1 to ${days}.`);
  return toMidnight({ year, month: 1, day: 1 }) + (ordinal - 1) * millisecondsPerDay;
}
