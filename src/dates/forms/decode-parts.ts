import type { CivilDate } from '../calendar.js';
import type { DateOrder } from '../date-order.js';
import type { Century } from '../given/century.js';
import type { Rejection } from '../parsed-date.js';
import {
  abbreviatedYear,
  ambiguousMonth,
  ambiguousOrder,
  dayMissing,
  yearMissing,
} from '../rejections.js';
import type { DatePart, DateParts } from './date-parts.js';

/** The days that the parts of a date can mean, and why they are rejected if two of them exist. */
export interface DecodedDates {
  readonly dates: readonly CivilDate[];
  readonly ambiguity: Rejection;
}

/**
 * Decides which part is the day, the month and the year. A year has four digits, a day one or two;
 * a part that could be either is never decided by its size.
 *
 * @param century of a year of two digits, which is the last part then
 * @returns `undefined` if the parts are in an unknown order
 */
export function decodeParts(
  { parts, separators }: DateParts,
  dateOrder: DateOrder | undefined,
  century?: Century,
): DecodedDates | Rejection | undefined {
  const shape = parts.map(describeShape).join('');
  if (century !== undefined && isAbbreviated(shape)) {
    return decodeAbbreviated({ parts, separators }, shape, dateOrder, century);
  }
  if (!shape.includes('M'))
    return isUniform(separators) ? decodeNumbers(shape, parts, dateOrder) : undefined;
  return isPaired(separators) ? decodeNamed(shape, parts) : undefined;
}

/** Whether the last part is a year of two digits: `8/3/14`, `8-Mar-14`, `Mar 8, 14`. */
const isAbbreviated = (shape: string) => ['nnn', 'nMn', 'Mnn'].includes(shape);

/**
 * With an order, the year is the last part. Without one, a date in numbers can also begin with it, and is
 * ambiguous if that is a day, too.
 */
function decodeAbbreviated(
  { parts, separators }: DateParts,
  shape: string,
  dateOrder: DateOrder | undefined,
  century: Century,
): DecodedDates | Rejection | undefined {
  const whole = parts.map((part, at) => (at === 2 ? addCentury(part, century) : part));
  const decoded = decodeParts({ parts: whole, separators }, dateOrder);
  if (decoded === undefined || 'code' in decoded) return decoded;
  if (shape !== 'nnn' || dateOrder !== undefined || parts[0] === undefined) return decoded;
  const [year = 0, month = 0, day = 0] = parts.map(toNumber);
  const first =
    addCentury(parts[0], century) === parts[0] ? [] : [{ year: century + year, month, day }];
  return { ...decoded, dates: [...decoded.dates, ...first] };
}

const addCentury = (part: DatePart, century: Century): DatePart =>
  part.kind === 'number' && part.text.length === 2 && !part.isOrdinal
    ? { ...part, text: String(century + Number(part.text)) }
    : part;

/** `M` for a month's name, `Y` for four digits, `n` for one or two, `t` for three. */
function describeShape(part: DatePart): string {
  if (part.kind === 'month') return 'M';
  const digits = part.text.length;
  return digits <= 2 ? 'n' : digits === 4 && !part.isOrdinal ? 'Y' : digits === 3 ? 't' : '?';
}

/** `8/3/2014`, `8.3.2014`, `8-3-2014`, but not `8/3.2014` or `8 3 2014` */
function isUniform(separators: readonly string[]): boolean {
  return separators[0] !== '' && separators.every((separator) => separator === separators[0]);
}

/** `8-Mar-2014`, but not `March 8-2014`, in which the hyphen may stand for a range of days. */
function isPaired(separators: readonly string[]): boolean {
  const isTied = (separator: string) => separator === '-' || separator === '/';
  return !separators.some(isTied) || separators.every((separator) => separator === separators[0]);
}

function decodeNamed(
  shape: string,
  parts: readonly DatePart[],
): DecodedDates | Rejection | undefined {
  switch (shape) {
    case 'nMY':
      return decodeMonthNamed(parts[2], parts[1], parts[0]);
    case 'MnY':
      return decodeMonthNamed(parts[2], parts[0], parts[1]);
    case 'YMn':
      return decodeMonthNamed(parts[0], parts[1], parts[2]);
    case 'nM':
      return rejectYearless(parts[0]);
    case 'Mn':
      return rejectYearless(parts[1]);
    case 'M':
    case 'MY':
    case 'YM':
      return dayMissing;
    case 'nMn':
    case 'nMt':
    case 'Mnn':
    case 'Mnt':
    case 'tMn':
      return abbreviatedYear;
    default:
      return undefined;
  }
}

function decodeNumbers(
  shape: string,
  parts: readonly DatePart[],
  dateOrder: DateOrder | undefined,
): DecodedDates | Rejection | undefined {
  const [first = 0, second = 0, third = 0] = parts.map(toNumber);
  if (parts.some((part) => part.kind === 'number' && part.isOrdinal)) return undefined;
  switch (shape) {
    case 'Ynn':
      return { dates: [{ year: first, month: second, day: third }], ambiguity: ambiguousOrder };
    case 'nnY':
      return {
        dates: decodeEitherOrder(first, second, third, dateOrder),
        ambiguity: ambiguousOrder,
      };
    case 'nnn':
      return abbreviatedYear;
    case 'nn':
      return isDayAndMonth(first, second) || isDayAndMonth(second, first) ? yearMissing : undefined;
    case 'nY':
    case 'Yn':
      return dayMissing;
    default:
      return undefined;
  }
}

function decodeMonthNamed(year?: DatePart, month?: DatePart, day?: DatePart): DecodedDates {
  const months = month?.kind === 'month' ? month.months : [];
  const dates = months.map((index) => ({ year: toNumber(year), month: index, day: toNumber(day) }));
  return { dates, ambiguity: ambiguousMonth };
}

/** `May 23` names a day. `May 95` does not: 95 can only be a year without its century. */
function rejectYearless(day: DatePart | undefined): Rejection {
  return toNumber(day) >= 1 && toNumber(day) <= 31 ? yearMissing : dayMissing;
}

function decodeEitherOrder(
  first: number,
  second: number,
  year: number,
  dateOrder: DateOrder | undefined,
): CivilDate[] {
  const dayFirst = { year, month: second, day: first };
  const monthFirst = { year, month: first, day: second };
  if (dateOrder !== undefined) return [dateOrder === 'DMY' ? dayFirst : monthFirst];
  // The reading whose month exists comes first, because a rejection describes the first one.
  return first <= 12 && second > 12 ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
}

function isDayAndMonth(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

function toNumber(part: DatePart | undefined): number {
  return part?.kind === 'number' ? Number(part.text) : 0;
}
