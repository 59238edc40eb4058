import type { Scan, ScannedRecord } from './scan.js';

export const intervals = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR'] as const;

export type Interval = (typeof intervals)[number];

/** A bucket as clients see it. */
export interface ScannedBucket {
  readonly start: string;
  readonly end: string;
  readonly count: number;
}

// Beyond it, histograms are refused.
const maxBuckets = 10_000;

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
// No date is after it.
const lastInstant = Date.UTC(9999, 11, 31, 23, 59, 59, 999);

/**
 * The buckets of a list, the earliest first; undefined where the service must refuse them.
 *
 * @param by null for the shortest interval of which there are not more than `most`
 */
export function histogramOf(
  list: readonly ScannedRecord[],
  by: Interval | null,
  most: number,
): ScannedBucket[] | undefined {
  const hours = tally(list.map(({ time }) => Math.floor(time / hourMs) * hourMs));
  for (const interval of by === null ? intervals.toReversed() : [by]) {
    const buckets = new Map<number, number>();
    for (const [hour, count] of hours) {
      const start = startOf(hour, interval);
      buckets.set(start, (buckets.get(start) ?? 0) + count);
    }
    if (buckets.size > (by === null ? most : maxBuckets)) continue;
    const sorted = [...buckets].sort(([a], [b]) => a - b);
    return sorted.map(([start, count]) => ({
      start: new Date(start).toISOString(),
      end: new Date(Math.min(endOf(start, interval), lastInstant)).toISOString(),
      count,
    }));
  }
  return undefined;
}

function startOf(time: number, interval: Interval): number {
  const day = Math.floor(time / dayMs);
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  switch (interval) {
    case 'YEAR':
      return Date.UTC(year, 0);
    case 'QUARTER':
      return Date.UTC(year, month - (month % 3));
    case 'MONTH':
      return Date.UTC(year, month);
    case 'WEEK':
      // The first day, 1970-01-01, was a Thursday, and a week begins on a Monday.
      return (day - ((((day + 3) % 7) + 7) % 7)) * dayMs;
    case 'DAY':
      return day * dayMs;
    case 'HOUR':
      return time;
  }
}

function endOf(start: number, interval: Interval): number {
  const days = { WEEK: 7, DAY: 1, HOUR: 1 / 24 };
  if (interval === 'WEEK' || interval === 'DAY' || interval === 'HOUR') {
    return start + days[interval] * dayMs;
  }
  // Any moment of the next one begins where this one ends.
  const months = { YEAR: 12, QUARTER: 3, MONTH: 1 }[interval];
  const date = new Date(start);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months);
}

/** The sites of a list with the most records; those that have as many are ordered by id. */
export function topSitesOf(scan: Scan, list: readonly ScannedRecord[], first: number) {
  return tally(list.map(({ siteId }) => siteId))
    .sort(([a, countA], [b, countB]) => countB - countA || a - b)
    .slice(0, first)
    .map(([id, count]) => ({ count, site: { host: scan.hosts.get(id) ?? '' } }));
}

/** The first and the last date of a list. */
export function dateRangeOf(list: readonly ScannedRecord[]) {
  if (list.length === 0) return null;
  const times = list.map(({ time }) => time);
  const limit = (pick: (a: number, b: number) => number) =>
    new Date(times.reduce((a, b) => pick(a, b))).toISOString();
  return { earliest: limit(Math.min), latest: limit(Math.max) };
}

/** How many records there are of each key, in the order in which the keys occur. */
function tally<Key>(keys: readonly Key[]): [Key, number][] {
  const counts = new Map<Key, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts];
}
