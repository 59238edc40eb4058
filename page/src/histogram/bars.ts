import type { Interval } from '../../generated/graphql.js';
import { lastDayBefore, msPerDay, toDay } from '../address/days.js';
import type { Bucket } from '../list/places.js';

/** The length of a bar. */
export type BarUnit = 'day' | 'week' | 'month' | 'quarter' | 'year' | 'decade' | 'century';

/** One bar, from `start` to before `end`, in milliseconds. */
export interface Bar {
  readonly start: number;
  readonly end: number;
  readonly count: number;
}

/** Bars one after the other, also where there are no records. */
export interface Bars {
  readonly unit: BarUnit;
  readonly bars: readonly Bar[];
}

/** The units, shortest first, with their lengths in days. */
const units: readonly (readonly [BarUnit, number])[] = [
  ['day', 1],
  ['week', 7],
  ['month', 30.4],
  ['quarter', 91.3],
  ['year', 365.2],
  ['decade', 3652],
  ['century', 36_524],
];

const maxBars = 100;

/** The shortest unit, not below that of the buckets, of which there are not too many. */
function chooseUnit(buckets: readonly Bucket[]): {
  readonly unit: BarUnit;
  readonly counted: BarUnit;
} {
  const lengths = buckets.map(({ start, end }) => (Date.parse(end) - Date.parse(start)) / msPerDay);
  // Quarters have 90 days and years 365: a little less than on average. Hours are shown as days.
  const shortest = Math.max(1, Math.min(...lengths));
  const least = units.findLastIndex(([, days]) => days * 0.9 <= shortest);
  const span =
    (Date.parse(buckets.at(-1)?.end ?? '') - Date.parse(buckets[0]?.start ?? '')) / msPerDay;
  const chosen = units.slice(least).find(([, days]) => span / days <= maxBars) ?? units.at(-1);
  return { unit: chosen?.[0] ?? 'century', counted: units[least]?.[0] ?? 'day' };
}

/**
 * The interval that must be counted by instead, as the buckets cannot be added up to bars: a week may be in
 * two months. Undefined if they can.
 */
export function findBetterInterval(buckets: readonly Bucket[]): Interval | undefined {
  if (buckets.length === 0) return undefined;
  const { unit, counted } = chooseUnit(buckets);
  if (counted !== 'week' || unit === 'week') return undefined;
  return unit === 'month' || unit === 'quarter' ? (unit.toUpperCase() as Interval) : 'YEAR';
}

/** The bars of counted intervals of the same kind, of which those without records are left out. */
export function toBars(buckets: readonly Bucket[]): Bars | undefined {
  if (buckets.length === 0) return undefined;
  const { unit } = chooseUnit(buckets);
  const counts = new Map<number, number>();
  for (const { start, count } of buckets) {
    const at = startOf(start, unit);
    counts.set(at, (counts.get(at) ?? 0) + count);
  }
  const last = Math.max(...counts.keys());
  const bars: Bar[] = [];
  for (let start = Math.min(...counts.keys()); start <= last; ) {
    const end = addUnit(start, unit);
    bars.push({ start, end, count: counts.get(start) ?? 0 });
    start = end;
  }
  return { unit, bars };
}

const monthsOf: Readonly<Partial<Record<BarUnit, number>>> = {
  month: 1,
  quarter: 3,
  year: 12,
  decade: 120,
  century: 1200,
};

// 5 January 1970 was a Monday.
const firstMonday = 4;

/** Where the bar that a date is in begins. */
function startOf(date: string, unit: BarUnit): number {
  const months = monthsOf[unit];
  const midnight = Date.parse(date.slice(0, 10));
  if (months !== undefined) {
    const month = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1;
    const first = Math.floor(month / months) * months;
    return Date.UTC(Math.floor(first / 12), first % 12);
  }
  if (unit === 'day') return midnight;
  const day = midnight / msPerDay - firstMonday;
  return (Math.floor(day / 7) * 7 + firstMonday) * msPerDay;
}

function addUnit(ms: number, unit: BarUnit): number {
  const months = monthsOf[unit];
  if (months === undefined) return ms + (unit === 'day' ? 1 : 7) * msPerDay;
  const date = new Date(ms);
  date.setUTCMonth(date.getUTCMonth() + months);
  return date.getTime();
}

/** The first and the last bar that a range of dates has a part of; inclusive. */
export interface BarRange {
  readonly first: number;
  readonly last: number;
}

/** The bars of a range of days; all bars where an end is open. */
export function barsOfDays(
  bars: readonly Bar[],
  from: string | undefined,
  to: string | undefined,
): BarRange {
  const start = from ? Date.parse(from) : Number.NEGATIVE_INFINITY;
  const end = to ? Date.parse(to) + msPerDay : Number.POSITIVE_INFINITY;
  const first = bars.findIndex((bar) => bar.end > start);
  const last = bars.findLastIndex((bar) => bar.start < end);
  return { first: first < 0 ? bars.length - 1 : first, last: Math.max(0, last) };
}

/** The days of a range of bars, both inclusive; none if it is all bars. */
export function daysOfBars(
  bars: readonly Bar[],
  { first, last }: BarRange,
): { readonly from: string | undefined; readonly to: string | undefined } {
  const [start, end] = [bars[first], bars[last]];
  return {
    from: start === undefined || first === 0 ? undefined : toDay(start.start),
    to: end === undefined || last === bars.length - 1 ? undefined : lastDayBefore(end.end),
  };
}

/** The records in a range of bars. */
export function countBars(bars: readonly Bar[], { first, last }: BarRange): number {
  return bars.slice(first, last + 1).reduce((sum, { count }) => sum + count, 0);
}

/** The path of bars in a drawing of one unit a bar and a height of 100, the highest bar as high as that. */
export function barPath(bars: readonly Bar[], { first, last }: BarRange): string {
  const highest = Math.max(1, ...bars.map(({ count }) => count));
  let path = '';
  for (let at = Math.max(0, first); at <= last; at += 1) {
    const count = bars[at]?.count ?? 0;
    if (count === 0) continue;
    // The fewest records can still be seen.
    const height = Math.max(2, (100 * count) / highest);
    path += `M${at + 0.08} 100v${-round(height)}h.84v${round(height)}z`;
  }
  return path;
}

const round = (value: number) => Math.round(value * 100) / 100;

/**
 * A range of days moved by its own length.
 *
 * @param direction 1 for later, -1 for earlier
 */
export function moveDays(
  from: string,
  to: string,
  direction: 1 | -1,
): { from: string; to: string } {
  const length = Date.parse(to) - Date.parse(from) + msPerDay;
  const move = (day: string) => toDay(Date.parse(day) + direction * length);
  return { from: move(from), to: move(to) };
}
