import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import { selectFirst } from '../../paging/select-page.js';
import {
  type Bucket,
  createHistogram,
  createHourlyHistogram,
  type Interval,
  intervals,
  maxBuckets,
} from '../../search/figures/intervals.js';
import type { PagedCounter } from '../../search/figures/paged-counter.js';
import { type FigureQuery, readFigures } from '../../search/figures/read-figures.js';
import type { Tally } from '../../search/figures/tally.js';

/** The number of a site's records in a search. */
export interface SiteCount {
  readonly siteId: number;
  readonly count: number;
}

/** The dates of the first and the last record of a search. */
export interface DateBounds {
  readonly earliest: Date;
  readonly latest: Date;
}

/** Reads the figures of several searches, those of equal ones together. */
export async function readTallies(
  database: Database,
  queries: readonly FigureQuery[],
): Promise<Tally[]> {
  const keyOf = ({ condition, accuracy }: FigureQuery) => JSON.stringify([condition, accuracy]);
  const groups = [...Map.groupBy(queries, keyOf)];
  const tallies = await readFigures(
    database,
    groups.flatMap(([, [first, ...others]]) =>
      first === undefined
        ? []
        : { ...first, figures: [first, ...others].flatMap(({ figures }) => figures) },
    ),
  );
  const found = new Map(groups.map(([key], index) => [key, tallies[index]]));
  return queries.map((query) => found.get(keyOf(query)) as Tally);
}

/** Reads some figures of a search. */
export type ReadFigures = (figures: FigureQuery['figures']) => Promise<Tally>;

/**
 * The number of matching records in each interval that has any, the earliest first.
 *
 * @param by undefined for the shortest interval of which there are not more than `most`
 * @param most 1 to {@link maxBuckets}
 */
export async function readHistogram(
  read: ReadFigures,
  by: Interval | undefined,
  most: number,
): Promise<Bucket[]> {
  if (by === 'HOUR') return createHourlyHistogram((await read(['hours'])).hours);
  const { days } = await read(['days']);
  if (by !== undefined) return createHistogram(days, by);
  requireBucketBound(most);
  if (days.distinct <= most) {
    const { hours } = await read(['hours']);
    return hours.distinct <= most ? createHourlyHistogram(hours) : createHistogram(days, 'DAY');
  }
  return chooseHistogram(days, most);
}

function chooseHistogram(days: PagedCounter, most: number): Bucket[] {
  let years = 0;
  for (const interval of intervals.toReversed()) {
    if (interval === 'HOUR' || interval === 'DAY') continue;
    const buckets = createHistogram(days, interval, Infinity);
    if (buckets.length <= most) return buckets;
    years = buckets.length;
  }
  throw new RequestError(
    'RESULT_TOO_LARGE',
    `The records are of ${years} years, and "maxBuckets" is ${most}; allow more buckets, or use a narrower filter.`,
    'maxBuckets',
  );
}

function requireBucketBound(most: number): void {
  if (most >= 1 && most <= maxBuckets) return;
  throw new RequestError(
    'ARGUMENT_INVALID',
    `The argument "maxBuckets" is ${most}; it must be between 1 and ${maxBuckets}.`,
    'maxBuckets',
  );
}

/** The sites with the most matching records, at most `first` of them; equal ones are ordered by id. */
export async function readTopSites(read: ReadFigures, first: number): Promise<SiteCount[]> {
  const { sites } = await read(['sites']);
  return selectFirst(
    sites.entries(),
    first,
    ([siteA, countA], [siteB, countB]) => countB - countA || siteA - siteB,
  ).map(([siteId, count]) => ({ siteId, count }));
}

/** The dates of the first and the last matching record; null if there is none. */
export async function readDateBounds(read: ReadFigures): Promise<DateBounds | null> {
  const { count, earliest, latest } = await read(['range']);
  return count === 0 ? null : { earliest: new Date(earliest), latest: new Date(latest) };
}
