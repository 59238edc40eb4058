import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { StoredInstant } from '../../database/tables.js';
import { maxBuckets } from './intervals.js';
import type { Tally } from './tally.js';

/**
 * Adds the records that satisfy an SQL condition, of which there must be few: they are read.
 *
 * @param where a condition on the table `record`
 */
export async function addRows(
  tally: Tally,
  { reader }: Database,
  where: RawBuilder<unknown>,
): Promise<void> {
  if (tally.figures.size === 0) {
    tally.count += await countRows(reader, where);
    return;
  }
  const { rows } = await sql<{ date: StoredInstant; site_id: number }>`
    select record.date, record.site_id from record where ${where}`.execute(reader);
  for (const { date, site_id } of rows) tally.add(new Date(date).getTime(), Number(site_id));
}

/** Adds the records that satisfy an SQL condition, grouped by the database: there may be millions. */
export async function addGroups(
  tally: Tally,
  { reader, engine }: Database,
  where: RawBuilder<unknown>,
): Promise<void> {
  const date = sql.ref('record.date');
  const { figures } = tally;
  tally.count += await countRows(reader, where);
  if (figures.has('days')) {
    const groups = await groupRows(reader, engine.intervalStart('DAY', date), where);
    tally.addDays(groups.map(({ key, count }) => [Date.parse(key), count]));
  }
  if (figures.has('hours')) {
    const hour = engine.intervalStart('HOUR', date);
    const groups = await groupRows(reader, hour, where, maxBuckets + 1);
    tally.addHours(groups.map(({ key, count }) => [Date.parse(key), count]));
  }
  if (figures.has('sites')) {
    const groups = await groupRows(reader, sql.ref('record.site_id'), where);
    for (const { key, count } of groups) tally.sites.add(Number(key), count);
  }
  if (figures.has('range')) {
    const { rows } = await sql<{ first: StoredInstant | null; last: StoredInstant | null }>`
      select min(${date}) as first, max(${date}) as last from record where ${where}`.execute(
      reader,
    );
    const { first = null, last = null } = rows[0] ?? {};
    if (first !== null && last !== null) {
      tally.addRange(new Date(first).getTime(), new Date(last).getTime());
    }
  }
}

type Reader = Database['reader'];

async function countRows(reader: Reader, where: RawBuilder<unknown>): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) as count from record where ${where}`.execute(reader);
  return Number(rows[0]?.count ?? 0);
}

async function groupRows(
  reader: Reader,
  key: RawBuilder<unknown> | ReturnType<typeof sql.ref>,
  where: RawBuilder<unknown>,
  limit?: number,
) {
  const { rows } = await sql<{ key: string; count: number }>`
    select ${key} as ${sql.ref('key')}, count(*) as count from record where ${where}
    group by ${sql.ref('key')} ${limit === undefined ? sql`` : sql`limit ${limit}`}`.execute(
    reader,
  );
  return rows.map((row) => ({ key: String(row.key), count: Number(row.count) }));
}
