import { type CivilDate, daysInYear, millisecondsPerDay, toMidnight } from '../calendar.js';
import type { DateOptions } from '../date-options.js';
import type { Outcome, Rejection } from '../parsed-date.js';
import {
  abbreviatedYear,
  ambiguousMonth,
  rejectImpossible,
  rejectUnknownZone,
} from '../rejections.js';
import { resolveReading } from '../resolve-reading.js';
import { fractionToMilliseconds, type TimeOfDay } from '../times/time-of-day.js';
import { readZoneText, type Zone } from '../times/zone.js';
import { monthsByName, weekdaysByName } from '../words/date-words.js';
import { foldWord } from '../words/fold-word.js';
import type { DatePattern } from './date-pattern.js';

type Groups = Readonly<Record<string, string | undefined>>;

/** Reads a date as a pattern writes it; `undefined` if it is written otherwise. */
export function readPattern(
  text: string,
  { expression }: DatePattern,
  options: DateOptions,
): Outcome {
  const groups = expression.exec(text)?.groups;
  if (groups === undefined) return undefined;
  const year = readYear(groups, options);
  if (typeof year !== 'number') return year;
  const dates = readDays(groups, year);
  const weekdays = readName(groups.weekday, weekdaysByName);
  const zone = readZone(groups, options);
  if (dates === undefined || weekdays === null || zone === null) return undefined;
  if ('code' in dates) return dates;
  const time = readTime(groups);
  return resolveReading(
    { dates, ambiguity: ambiguousMonth, time, zone, weekdays },
    options.timeZone,
  );
}

function readYear({ year, shortYear }: Groups, { century }: DateOptions): number | Rejection {
  if (year !== undefined) return Number(year);
  return century === undefined ? abbreviatedYear : century + Number(shortYear);
}

function readDays(groups: Groups, year: number): readonly CivilDate[] | Rejection | undefined {
  if (groups.dayOfYear !== undefined) return readDayOfYear(Number(groups.dayOfYear), year);
  const months =
    groups.month === undefined ? readName(groups.monthName, monthsByName) : [Number(groups.month)];
  return months?.map((month) => ({ year, month, day: Number(groups.day) }));
}

function readDayOfYear(ordinal: number, year: number): readonly CivilDate[] | Rejection {
  const days = daysInYear(year);
  if (ordinal < 1 || ordinal > days) {
    return rejectImpossible(`names day ${ordinal} of the year; ${year} has the days 1 to ${days}.`);
  }
  const start = toMidnight({ year, month: 1, day: 1 });
  const date = new Date(start + (ordinal - 1) * millisecondsPerDay);
  return [{ year, month: date.getUTCMonth() + 1, day: date.getUTCDate() }];
}

/** What a name means; `undefined` for no name, and `null` for an unknown one. */
function readName(
  name: string | undefined,
  meanings: ReadonlyMap<string, readonly number[]>,
): readonly number[] | null | undefined {
  return name === undefined ? undefined : (meanings.get(foldWord(name).replace(/\.$/, '')) ?? null);
}

function readTime(groups: Groups): TimeOfDay | undefined {
  const hour = groups.hour ?? groups.hour12;
  if (hour === undefined) return undefined;
  const halfDay = groups.halfDay?.toLowerCase().startsWith('p') ? 'pm' : 'am';
  return {
    hour: Number(hour),
    minute: Number(groups.minute ?? 0),
    second: Number(groups.second ?? 0),
    millisecond: fractionToMilliseconds(groups.fraction ?? '', 1000),
    ...(groups.halfDay === undefined ? {} : { halfDay }),
  };
}

/** The zone; `undefined` for none, and `null` for one that is not understood. */
function readZone({ offset, zone }: Groups, { zones }: DateOptions): Zone | null | undefined {
  const text = offset ?? zone;
  if (text === undefined) return undefined;
  const found = readZoneText(text.replace(/(?<=[+-])(?=\d(?!\d))/, '0'), zones);
  if (found !== undefined) return found;
  return zone === undefined ? null : rejectUnknownZone(text);
}
