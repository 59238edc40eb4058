import { sql } from 'kysely';
import type { Database } from '../../../database/database.js';

/** A trigram of the index. */
export interface KnownTrigram {
  readonly key: number;
  /** How many records contain it. */
  readonly records: number;
}

// Each is looked up for itself.
const keysPerStatement = 1000;

interface Row {
  readonly key: number;
  readonly records: number;
}

/** For each of the trigrams that is in the index, the number of records that contain it. */
export async function readTrigramCounts(
  database: Database,
  keys: Iterable<number>,
): Promise<ReadonlyMap<number, number>> {
  const all = [...new Set(keys)];
  const counts = new Map<number, number>();
  for (let from = 0; from < all.length; from += keysPerStatement) {
    const { rows } = await sql<Row>`select trigram as ${sql.ref('key')}, records from search_trigram
      where trigram in (${sql.join(all.slice(from, from + keysPerStatement))})`.execute(
      database.reader,
    );
    for (const { key, records } of rows) counts.set(Number(key), Number(records));
  }
  return counts;
}

/** The trigrams of the index from one key to another, both inclusive; the most frequent first. */
export async function readTrigramRange(
  { reader }: Database,
  [first, last]: readonly [number, number],
): Promise<KnownTrigram[]> {
  const { rows } = await sql<Row>`select trigram as ${sql.ref('key')}, records from search_trigram
    where trigram between ${first} and ${last} order by records desc, trigram`.execute(reader);
  return rows.map(({ key, records }) => ({ key: Number(key), records: Number(records) }));
}
