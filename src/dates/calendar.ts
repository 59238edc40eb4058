/** A day of the proleptic Gregorian calendar; `month` runs from 1 to 12. It may not exist. */
export interface CivilDate {
  readonly year: number;
  readonly month: number;
  readonly day: number;
}

export const millisecondsPerDay = 86_400_000;

const monthLengths = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

/** The number of days in a month (1 to 12), or 0 if there is no such month. */
export function daysInMonth(year: number, month: number): number {
  const isLeapYear = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  return month === 2 && isLeapYear ? 29 : (monthLengths[month - 1] ?? 0);
}

/** The number of days in a year. */
export function daysInYear(year: number): number {
  return 337 + daysInMonth(year, 2);
}

/** Midnight UTC of an existing day, in milliseconds since 1970. */
export function toMidnight({ year, month, day }: CivilDate): number {
  // Date.UTC reads the years 0 to 99 as 1900 to 1999. The calendar repeats every 400 years.
  const shift = year < 100 ? 400 * (1 + Math.ceil((100 - year) / 400)) : 0;
  return Date.UTC(year + shift, month - 1, day) - (shift / 400) * 146_097 * millisecondsPerDay;
}

/** The day of the week of a midnight UTC: 0 is Sunday, 6 is Saturday. */
export function toWeekday(midnight: number): number {
  const days = Math.floor(midnight / millisecondsPerDay);
  return (((days + 4) % 7) + 7) % 7;
}

/** Midnight UTC of the Monday of week 1, the week that contains 4 January (ISO 8601). */
export function startOfFirstWeek(year: number): number {
  const january4 = toMidnight({ year, month: 1, day: 4 });
  return january4 - ((toWeekday(january4) + 6) % 7) * millisecondsPerDay;
}

/** The number of ISO 8601 weeks in a year: 52 or 53. */
export function weeksInYear(year: number): number {
  return (startOfFirstWeek(year + 1) - startOfFirstWeek(year)) / (7 * millisecondsPerDay);
}
