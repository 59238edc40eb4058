import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { PageRows } from '../connections/page.js';
import type { Database } from '../database/database.js';
import type { Condition } from './condition.js';
import { countRecords } from './record-figures.js';
import {
  type RecordPageQuery,
  type RecordRow,
  readRecordPages,
  recordColumns,
  recordRow,
  type StoredRecordRow,
} from './record-pages.js';

// Each key is a select of its own in one statement, and SQLite takes at most 500 of them.
const maxSelects = 100;

/** The loaders of records: what one request asks for at once is read in one statement. */
export function recordLoaders(database: Database) {
  return {
    recordById: new DataLoader<number, RecordRow | null>((ids) => recordsByIds(database, ids)),
    recordPage: new DataLoader<RecordPageQuery, PageRows<RecordRow>, string>(
      (queries) => readRecordPages(database, queries),
      { cacheKeyFn: JSON.stringify, maxBatchSize: maxSelects },
    ),
    recordCount: new DataLoader<Condition, number, string>(
      (conditions) => countRecords(database, conditions),
      { cacheKeyFn: JSON.stringify, maxBatchSize: maxSelects },
    ),
  };
}

async function recordsByIds({ reader }: Database, ids: readonly number[]) {
  const { rows } = await sql<StoredRecordRow>`
    select ${recordColumns} from record where record.id in (${sql.join(ids)})`.execute(reader);
  const found = new Map(rows.map((row) => [row.id, recordRow(row)]));
  return ids.map((id) => found.get(id) ?? null);
}
