import { RequestError } from '../../errors/request-error.js';
import type { PagedCounter } from './paged-counter.js';

/** The length of a histogram's buckets, from the longest. Calendar intervals, in UTC. */
export const intervals = ['YEAR', 'QUARTER', 'MONTH', 'WEEK', 'DAY', 'HOUR'] as const;

export type Interval = (typeof intervals)[number];

/** The records of one interval. */
export interface Bucket {
  readonly start: Date;
  /** Exclusive. */
  readonly end: Date;
  readonly count: number;
}

/** The maximum number of buckets in a histogram. */
export const maxBuckets = 10_000;

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;

/** The years 1000 to 9999 are those that imports accept. Keys of counters are days or hours since then. */
export const firstInstant = Date.UTC(1000, 0, 1);
const lastInstant = Date.UTC(10_000, 0, 1) - 1;

export const dayOf = (time: number): number => Math.floor((time - firstInstant) / dayMs);
export const hourOf = (time: number): number => Math.floor((time - firstInstant) / hourMs);

const startOfDay = (day: number): number => firstInstant + day * dayMs;

/**
 * The histogram of counts by day. Throws `RESULT_TOO_LARGE` if it has too many buckets.
 *
 * @param most how many buckets it may have
 */
export function createHistogram(
  days: PagedCounter,
  interval: Exclude<Interval, 'HOUR'>,
  most = maxBuckets,
): Bucket[] {
  const buckets: Bucket[] = [];
  let end = -Infinity;
  let current: { start: Date; end: Date; count: number } | undefined;
  for (const [day, count] of days.entries()) {
    const time = startOfDay(day);
    if (current === undefined || time >= end) {
      const start = startOf(time, interval);
      end = endOf(start, interval);
      current = { ...toDates(start, end), count: 0 };
      buckets.push(current);
    }
    current.count += count;
  }
  return requireBounded(buckets, interval, most);
}

/** The histogram of counts by hour, see {@link createHistogram}. */
export function createHourlyHistogram(hours: PagedCounter): Bucket[] {
  const buckets = [...hours.entries()].map(([hour, count]) => {
    const start = firstInstant + hour * hourMs;
    return { ...toDates(start, start + hourMs), count };
  });
  return requireBounded(buckets, 'HOUR');
}

function requireBounded(buckets: Bucket[], interval: Interval, most = maxBuckets): Bucket[] {
  if (buckets.length <= most) return buckets;
  throw new RequestError(
    'RESULT_TOO_LARGE',
    `The histogram by ${interval} has more than ${maxBuckets} buckets; use a longer interval or a narrower filter.`,
    'by',
  );
}

/** RFC 3339 has no instant after the year 9999. */
const toDates = (start: number, end: number) => ({
  start: new Date(start),
  end: new Date(Math.min(end, lastInstant)),
});

// 1970-01-01 was a Thursday; weeks begin on Monday (ISO 8601).
const firstMonday = -3 * dayMs;
const weekMs = 7 * dayMs;

function startOf(time: number, interval: Exclude<Interval, 'HOUR'>): number {
  if (interval === 'DAY') return time;
  if (interval === 'WEEK') return time - modulo(time - firstMonday, weekMs);
  const date = new Date(time);
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - monthsIn(date, interval), 1);
}

/** The months of the interval before that of the date. */
function monthsIn(date: Date, interval: 'YEAR' | 'QUARTER' | 'MONTH'): number {
  if (interval === 'MONTH') return 0;
  return interval === 'YEAR' ? date.getUTCMonth() : date.getUTCMonth() % 3;
}

function endOf(start: number, interval: Exclude<Interval, 'HOUR'>): number {
  if (interval === 'DAY') return start + dayMs;
  if (interval === 'WEEK') return start + weekMs;
  const date = new Date(start);
  const months = { YEAR: 12, QUARTER: 3, MONTH: 1 }[interval];
  return Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1);
}

const modulo = (value: number, divisor: number) => ((value % divisor) + divisor) % divisor;
