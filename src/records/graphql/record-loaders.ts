import DataLoader from 'dataloader';
import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { PageRows } from '../../paging/page.js';
import type { FigureQuery } from '../../search/figures/read-figures.js';
import type { Tally } from '../../search/figures/tally.js';
import { readInBatches } from '../query/condition-batches.js';
import { readTallies } from '../query/record-aggregates.js';
import { haveRecords, type RecordPageQuery, readRecordPages } from '../query/record-pages.js';
import {
  type RecordRow,
  recordColumns,
  type StoredRecordRow,
  toRecordRow,
} from '../query/record-row.js';

// Each key is a separate select in one statement, of which SQLite accepts at most 500.
const maxSelects = 100;

// The maximum number of values after `in`, far below what any engine accepts.
const maxListed = 1000;

/** The loaders of records. What one request selects at the same time is read in one statement. */
export function recordLoaders(database: Database) {
  return {
    recordById: new DataLoader<number, RecordRow | null>((ids) => recordsByIds(database, ids), {
      maxBatchSize: maxListed,
    }),
    recordPage: new DataLoader<RecordPageQuery, PageRows<RecordRow>, string>(
      (queries) =>
        readInBatches(
          queries,
          ({ condition }) => condition,
          (part) => readRecordPages(database, part),
        ),
      { cacheKeyFn: JSON.stringify, maxBatchSize: maxSelects },
    ),
    hasRecords: new DataLoader<RecordPageQuery, boolean, string>(
      (queries) =>
        readInBatches(
          queries,
          ({ condition }) => condition,
          (part) => haveRecords(database, part),
        ),
      { cacheKeyFn: JSON.stringify, maxBatchSize: maxSelects },
    ),
    recordFigures: new DataLoader<FigureQuery, Tally, string>(
      (queries) => readTallies(database, queries),
      { cacheKeyFn: JSON.stringify },
    ),
    siteRecordCount: new DataLoader<number, number>(async (siteIds) => {
      const counts = siteIds.map(countOfSite);
      return (await readTallies(database, counts)).map(({ count }) => count);
    }),
  };
}

const countOfSite = (siteId: number): FigureQuery => ({
  condition: { siteId },
  accuracy: 'EXACT',
  figures: [],
});

async function recordsByIds({ reader }: Database, ids: readonly number[]) {
  const { rows } = await sql<StoredRecordRow>`
    select ${recordColumns} from record where record.id in (${sql.join(ids)})`.execute(reader);
  const found = new Map(rows.map((row) => [row.id, toRecordRow(row)]));
  return ids.map((id) => found.get(id) ?? null);
}
