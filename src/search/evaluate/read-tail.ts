import { sql } from 'kysely';
import { TimeSlices } from '../../concurrency/time-slices.js';
import type { Database } from '../../database/database.js';
import type { StoredInstant } from '../../database/tables.js';
import type { Condition } from '../condition.js';
import { conditionToSql } from '../condition-to-sql.js';
import type { IndexState } from '../index/index-state.js';

/** A record that is in no block yet. */
export interface TailRecord {
  readonly id: number;
  /** Its date in milliseconds. */
  readonly time: number;
  readonly siteId: number;
  readonly importId: number;
}

interface Row {
  readonly id: number;
  readonly date: StoredInstant;
  readonly site_id: number;
  readonly import_id: number;
}

// Some ten milliseconds on SQLite, and more than are usually in no block.
const idsPerStatement = 16_384;

/** Reads the matching records that are in no block yet, in the order of their ids. */
export async function readTail(
  { engine, reader, signal }: Database,
  { indexedTo, lastId }: IndexState,
  condition: Condition,
): Promise<TailRecord[]> {
  const found: TailRecord[] = [];
  const slices = new TimeSlices(signal);
  for (let from = indexedTo; from < lastId; from += idsPerStatement) {
    const to = Math.min(lastId, from + idsPerStatement);
    const { rows } = await sql<Row>`select id, date, site_id, import_id from record
      where record.id > ${from} and record.id <= ${to}
        and ${conditionToSql(condition, engine)} order by record.id`.execute(reader);
    for (const { id, date, site_id, import_id } of rows) {
      const time = new Date(date).getTime();
      found.push({ id: Number(id), time, siteId: Number(site_id), importId: Number(import_id) });
    }
    await slices.pause();
  }
  return found;
}
