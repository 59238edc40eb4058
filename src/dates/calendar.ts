/** A day of the proleptic Gregorian calendar; `month` runs from 1 to 12. Not checked to exist. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const MILLISECONDS_PER_DAY = 86_400_000;

const MONTH_LENGTHS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The length of a month (1 to 12) in days, or 0 if there is no such month. */
export function daysInMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeapYear ? 29 : (MONTH_LENGTHS[month - 1] ?? 0);
}

/** The length of a year in days. */
export function daysInYear(year: number): number {
  return 337 + daysInMonth(year, 2);
}

/** Midnight UTC of an existing day, in milliseconds since 1970. */
export function midnightOf({ year, month, day }: CivilDate): number {
  // Date.UTC takes the years 0 to 99 for 1900 to 1999. The calendar repeats every 400 years.
  const shift = year < 100 ? 400 * (1 + Math.ceil((100 - year) / 400)) : 0;
  return Date.UTC(year + shift, month - 1, day) - (shift / 400) * 146_097 * MILLISECONDS_PER_DAY;
}

/** The day of the week of a midnight UTC: 0 is Sunday, 6 is Saturday. */
export function weekdayOf(midnight: number): number {
  const days = Math.floor(midnight / MILLISECONDS_PER_DAY);
  return (((days + 4) % 7) + 7) % 7;
}

/** Midnight UTC of the Monday of week 1, which is the week that holds 4 January (ISO 8601). */
export function firstWeekOf(year: number): number {
  const january4 = midnightOf({ year, month: 1, day: 4 });
  return january4 - ((weekdayOf(january4) + 6) % 7) * MILLISECONDS_PER_DAY;
}

/** The number of ISO 8601 weeks in a year: 52 or 53. */
export function weeksInYear(year: number): number {
  return (firstWeekOf(year + 1) - firstWeekOf(year)) / (7 * MILLISECONDS_PER_DAY);
}
