import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { matchPlan } from '../evaluate/match-records.js';
import { readTail } from '../evaluate/read-tail.js';
import { searchCostOf } from '../evaluate/search-cost.js';
import { planSearch } from '../evaluate/search-plan.js';
import { recordsPerBlock } from '../format/block-limits.js';
import type { IndexState } from '../index/index-state.js';
import { findFirstIds } from './find-first-ids.js';
import { isSingleRecord, type SplitCondition, splitByIndex } from './index-order.js';
import { findWalkEnd, type PageQuery, selectPage } from './page-query.js';
import { planWalk } from './plan-page.js';

// Usually, fewer records than a block has are in none. While the index is being built, there are many more.
const maxTailIds = 8 * recordsPerBlock;

/** Whether the index covers so much that a search needs to compare few records. */
export const isIndexed = ({ blocks, indexedTo, lastId }: IndexState) =>
  blocks > 0 && lastId - indexedTo <= maxTailIds;

/** Whether an index of the table alone finds the records of a page one after another. */
export function isServedByIndex({ condition, order }: PageQuery): boolean {
  return isSingleRecord(condition) || splitByIndex(condition, order).others.length === 0;
}

/** The rows of a page in reading order, or the ids of its records: one more than its size. */
export type FoundPage<Row> =
  | { readonly rows: readonly Row[] }
  | { readonly ids: readonly number[] };

/**
 * Finds the records of a page that no index of the table serves. Records of common text are compared in the
 * order of the list, up to a bound; those of any other are found by the search index.
 *
 * @param columns what to select of records that are compared
 */
export async function findPage<Row>(
  database: Database,
  state: IndexState,
  query: PageQuery,
  columns: RawBuilder<unknown>,
): Promise<FoundPage<Row>> {
  const split = splitByIndex(query.condition, query.order);
  const rows = await walk<Row>(database, state, query, { split, columns });
  if (rows !== undefined) return { rows };
  searchCostOf(database).ways.add('lists');
  const plan = await planSearch(database, query.condition);
  const matches = await matchPlan(database, state, plan, 'EXACT');
  const tail = await readTail(database, state, plan.condition);
  const { order, page } = query;
  return { ids: await findFirstIds(database, { state, ...matches, tail }, order, page) };
}

/** The rows of the page; undefined if more records would have to be compared than is worth it. */
async function walk<Row>(
  database: Database,
  state: IndexState,
  query: PageQuery,
  { split, columns }: { readonly split: SplitCondition; readonly columns: RawBuilder<unknown> },
): Promise<readonly Row[] | undefined> {
  const others = await planSearch(database, { all: split.others });
  const records = await planWalk(database, state, others, query.page.size);
  if (records === 0) return undefined;
  const cost = searchCostOf(database);
  cost.ways.add('walk');
  cost.candidates += records;
  const end = await findWalkEnd(database, split.byIndex, query, records);
  const { rows } = await sql<Row>`${selectPage(query, columns, database.engine, end)}`.execute(
    database.reader,
  );
  return end === undefined || rows.length > query.page.size ? rows : undefined;
}
