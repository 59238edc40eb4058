import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Interval } from '../../database/engine.js';
import { RequestError } from '../../errors/request-error.js';
import type { Condition } from './condition.js';
import { conditionSql } from './condition-sql.js';
import { recordSources } from './record-sources.js';

/** The records of one interval. */
export interface Bucket {
  readonly start: Date;
  readonly count: number;
}

/** A site's share of a search. */
export interface SiteShare {
  readonly siteId: number;
  readonly count: number;
}

/** The most buckets that a histogram may have. */
export const maxBuckets = 10_000;

/** Counts the records that satisfy each of the conditions, in one statement. */
export async function countRecords(
  database: Database,
  conditions: readonly Condition[],
): Promise<number[]> {
  const matches = await matching(database, conditions);
  const selects = matches.map(
    (match, index) => sql`select ${sql.lit(index)} as position, count(*) as count from ${match}`,
  );
  const { rows } = await sql<{ position: number; count: number }>`${sql.join(
    selects,
    sql` union all `,
  )}`.execute(database.reader);
  const counts = new Map(rows.map(({ position, count }) => [position, Number(count)]));
  return conditions.map((_, index) => counts.get(index) ?? 0);
}

/**
 * Counts the matching records of each interval that has any, the earliest first.
 * Throws `RESULT_TOO_LARGE` for more than {@link maxBuckets} intervals.
 */
export async function histogramOf(
  database: Database,
  condition: Condition,
  interval: Interval,
): Promise<Bucket[]> {
  const start = database.engine.intervalStart(interval, sql.ref('record.date'));
  const [match] = await matching(database, [condition]);
  const { rows } = await sql<{ start: string; count: number }>`
    select ${start} as start, count(*) as count from ${match}
    group by start order by start limit ${maxBuckets + 1}`.execute(database.reader);
  if (rows.length > maxBuckets) {
    throw new RequestError(
      'RESULT_TOO_LARGE',
      `A histogram by ${interval} would have more than ${maxBuckets} buckets here; ask for a longer interval or a narrower filter.`,
      'by',
    );
  }
  // A year or a month alone is read as its first midnight in UTC.
  return rows.map(({ start, count }) => ({ start: new Date(start), count: Number(count) }));
}

/** The sites with the most matching records, `first` of them at most; equals in the order of their ids. */
export async function topSitesOf(
  database: Database,
  condition: Condition,
  first: number,
): Promise<SiteShare[]> {
  const [match] = await matching(database, [condition]);
  const { rows } = await sql<SiteShare>`
    select record.site_id as siteId, count(*) as count from ${match}
    group by record.site_id order by count desc, siteId limit ${first}`.execute(database.reader);
  return rows.map(({ siteId, count }) => ({ siteId, count: Number(count) }));
}

/** A `from` and a `where` clause for every record that matches, for each of the conditions. */
async function matching(
  database: Database,
  conditions: readonly Condition[],
): Promise<RawBuilder<unknown>[]> {
  const sources = await recordSources(database, conditions, 'all');
  return sources.map(
    (source, index) =>
      sql`${source} where ${conditionSql(conditions[index] ?? { all: [] }, database.engine)}`,
  );
}
