import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Interval } from '../../database/engine.js';
import { RequestError } from '../../errors/request-error.js';
import type { Condition } from '../../search/condition.js';
import { conditionToSql } from '../../search/condition-to-sql.js';
import { chooseRecordSources } from './record-sources.js';

/** The records of one interval. */
export interface Bucket {
  readonly start: Date;
  readonly count: number;
}

/** The number of a site's records in a search. */
export interface SiteCount {
  readonly siteId: number;
  readonly count: number;
}

/** The maximum number of buckets in a histogram. */
const maxBuckets = 10_000;

/** Counts the records that satisfy each of the conditions, in one statement. */
export async function countRecords(
  database: Database,
  conditions: readonly Condition[],
): Promise<number[]> {
  const matches = await matchingRecords(database, conditions);
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
 * Throws `RESULT_TOO_LARGE` if there are more than {@link maxBuckets} intervals.
 */
export async function readHistogram(
  database: Database,
  condition: Condition,
  interval: Interval,
): Promise<Bucket[]> {
  const start = database.engine.intervalStart(interval, sql.ref('record.date'));
  const [match] = await matchingRecords(database, [condition]);
  const { rows } = await sql<{ start: string; count: number }>`
    select ${start} as start, count(*) as count from ${match}
    group by start order by start limit ${maxBuckets + 1}`.execute(database.reader);
  if (rows.length > maxBuckets) {
    throw new RequestError(
      'RESULT_TOO_LARGE',
      `The histogram by ${interval} has more than ${maxBuckets} buckets; use a longer interval or a narrower filter.`,
      'by',
    );
  }
  // `new Date` reads a year or a month alone as its first midnight in UTC.
  return rows.map(({ start, count }) => ({ start: new Date(start), count: Number(count) }));
}

/** The sites with the most matching records, at most `first` of them; equal ones are ordered by id. */
export async function readTopSites(
  database: Database,
  condition: Condition,
  first: number,
): Promise<SiteCount[]> {
  const [match] = await matchingRecords(database, [condition]);
  const { rows } = await sql<{ site_id: number; count: number }>`
    select record.site_id, count(*) as count from ${match}
    group by record.site_id order by count desc, record.site_id limit ${first}`.execute(
    database.reader,
  );
  return rows.map(({ site_id, count }) => ({ siteId: site_id, count: Number(count) }));
}

/** For each of the conditions, the `from` and `where` clauses that select all matching records. */
async function matchingRecords(
  database: Database,
  conditions: readonly Condition[],
): Promise<RawBuilder<unknown>[]> {
  const sources = await chooseRecordSources(database, conditions, 'all');
  return sources.map(
    (source, index) =>
      sql`${source} where ${conditionToSql(conditions[index] ?? { all: [] }, database.engine)}`,
  );
}
