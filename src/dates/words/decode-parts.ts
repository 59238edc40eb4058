import type { CivilDate } from '../calendar.js';
import type { DateOrder } from '../date-order.js';
import type { Refusal } from '../parsed-date.js';
import { DAY_MISSING, EITHER_MONTH, EITHER_ORDER, SHORT_YEAR, WITHOUT_YEAR } from '../refusals.js';
import type { DatePart, DateParts } from './date-parts.js';

/** The days that the parts of a date can mean, and why they are refused if two of them exist. */
export interface DecodedDates {
  readonly dates: readonly CivilDate[];
  readonly openPoint: Refusal;
}

/**
 * Says which part is the day, the month and the year. A year has four digits, a day one or two;
 * a part that could be either is never decided by its size.
 *
 * @returns `undefined` if the parts are in no order that is understood
 */
export function decodeParts(
  { parts, separators }: DateParts,
  dateOrder: DateOrder | undefined,
): DecodedDates | Refusal | undefined {
  const shape = parts.map(shapeOf).join('');
  if (!shape.includes('M')) {
    return isUniform(separators) ? decodeNumbers(shape, parts, dateOrder) : undefined;
  }
  return isPaired(separators) ? decodeNamed(shape, parts) : undefined;
}

/** `M` for a month's name, `Y` for four digits, `n` for one or two, `t` for three. */
function shapeOf(part: DatePart): string {
  if (part.kind === 'month') {
    return 'M';
  }
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
): DecodedDates | Refusal | undefined {
  switch (shape) {
    case 'nMY':
      return named(parts[2], parts[1], parts[0]);
    case 'MnY':
      return named(parts[2], parts[0], parts[1]);
    case 'YMn':
      return named(parts[0], parts[1], parts[2]);
    case 'nM':
      return withoutYear(parts[0]);
    case 'Mn':
      return withoutYear(parts[1]);
    case 'M':
    case 'MY':
    case 'YM':
      return DAY_MISSING;
    case 'nMn':
    case 'nMt':
    case 'Mnn':
    case 'Mnt':
    case 'tMn':
      return SHORT_YEAR;
    default:
      return undefined;
  }
}

function decodeNumbers(
  shape: string,
  parts: readonly DatePart[],
  dateOrder: DateOrder | undefined,
): DecodedDates | Refusal | undefined {
  const [first = 0, second = 0, third = 0] = parts.map(numberOf);
  if (parts.some((part) => part.kind === 'number' && part.isOrdinal)) {
    return undefined;
  }
  switch (shape) {
    case 'Ynn':
      return { dates: [{ year: first, month: second, day: third }], openPoint: EITHER_ORDER };
    case 'nnY':
      return { dates: eitherOrder(first, second, third, dateOrder), openPoint: EITHER_ORDER };
    case 'nnn':
      return SHORT_YEAR;
    case 'nn':
      return isDayAndMonth(first, second) || isDayAndMonth(second, first)
        ? WITHOUT_YEAR
        : undefined;
    case 'nY':
    case 'Yn':
      return DAY_MISSING;
    default:
      return undefined;
  }
}

function named(year?: DatePart, month?: DatePart, day?: DatePart): DecodedDates {
  const months = month?.kind === 'month' ? month.months : [];
  const dates = months.map((index) => ({ year: numberOf(year), month: index, day: numberOf(day) }));
  return { dates, openPoint: EITHER_MONTH };
}

/** `May 23` names a day. `May 95` does not: 95 can only be a year without its century. */
function withoutYear(day: DatePart | undefined): Refusal {
  return numberOf(day) >= 1 && numberOf(day) <= 31 ? WITHOUT_YEAR : DAY_MISSING;
}

function eitherOrder(
  first: number,
  second: number,
  year: number,
  dateOrder: DateOrder | undefined,
): CivilDate[] {
  const dayFirst = { year, month: second, day: first };
  const monthFirst = { year, month: first, day: second };
  if (dateOrder !== undefined) {
    return [dateOrder === 'DMY' ? dayFirst : monthFirst];
  }
  // The reading whose month exists comes first, because it is the one that a refusal talks about.
  return first <= 12 && second > 12 ? [monthFirst, dayFirst] : [dayFirst, monthFirst];
}

function isDayAndMonth(day: number, month: number): boolean {
  return day >= 1 && day <= 31 && month >= 1 && month <= 12;
}

function numberOf(part: DatePart | undefined): number {
  return part?.kind === 'number' ? Number(part.text) : 0;
}
