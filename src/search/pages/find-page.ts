import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { createKeysetOrder } from '../../paging/keyset-condition.js';
import type { ColumnBlock } from '../columns/column-block.js';
import { conditionToSql } from '../condition-to-sql.js';
import { emptyBitmap } from '../evaluate/bitmap.js';
import { matchPlan } from '../evaluate/match-blocks.js';
import type { BlockMatches } from '../evaluate/matches-cache.js';
import { readTail } from '../evaluate/read-tail.js';
import { searchCostOf } from '../evaluate/search-cost.js';
import { planSearch } from '../evaluate/search-plan.js';
import { recordsPerBlock } from '../format/block-limits.js';
import type { IndexState } from '../index/index-state.js';
import { findFirstIds, type ListedRecords } from './find-first-ids.js';
import { isSingleRecord, type SplitCondition, splitByIndex } from './index-order.js';
import { sortColumnsFor } from './list-order.js';
import { findWalkEnd, type PageQuery, selectPage } from './page-query.js';
import { planWalk } from './plan-page.js';

/** Whether there are so many records that a search must not compare all of them in one statement. */
export const isLarge = ({ blocks, indexedTo, lastId }: IndexState) =>
  blocks > 0 || lastId - indexedTo > 2 * recordsPerBlock;

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
  const plan = await planSearch(database, query.condition);
  const tail = await readTail(database, state, plan.condition);
  const { root } = plan;
  if ('matches' in root) {
    searchCostOf(database).ways.add('columns');
    const blocks = [...Array(state.blocks).keys()];
    const listed = { state, tail, blocks, bitmapOf: root.matches };
    return { ids: await findFirstIds(database, listed, { ...query, count: query.page.size + 1 }) };
  }
  const candidates = await matchPlan(database, state, plan, 'CANDIDATES');
  const listed = { state, tail, ...blocksOfMatches(candidates) };
  if (!candidates.isExact) {
    const checked = await checkFirst<Row>(database, listed, query, columns);
    if (checked !== undefined) return { rows: checked };
  }
  const matches = candidates.isExact ? candidates : await matchPlan(database, state, plan, 'EXACT');
  const exact = { state, tail, ...blocksOfMatches(matches) };
  return { ids: await findFirstIds(database, exact, { ...query, count: query.page.size + 1 }) };
}

function blocksOfMatches({ bitmaps }: BlockMatches) {
  const blocks = [...bitmaps.keys()].filter((block) => bitmaps[block] !== emptyBitmap);
  return {
    blocks,
    bitmapOf: ({ block }: ColumnBlock) => bitmaps[block] ?? emptyBitmap,
  };
}

// Usually most of them match, and one more than the page has is needed.
const candidatesPerRow = 3;
const minCandidates = 600;

/**
 * Compares the first of the records that may match. Returns the rows of the page; undefined if too few of
 * them match.
 */
async function checkFirst<Row>(
  database: Database,
  listed: ListedRecords,
  query: PageQuery,
  columns: RawBuilder<unknown>,
): Promise<readonly Row[] | undefined> {
  const { engine, reader } = database;
  const { page, order } = query;
  const count = minCandidates + candidatesPerRow * page.size;
  const ids = await findFirstIds(database, listed, { ...query, count });
  searchCostOf(database).candidates += ids.length;
  if (ids.length === 0) return [];
  const { rows } = await sql<Row>`select ${columns}
    from ${engine.rowsOf(ids, sql`record on record.id = given.number`)}
    where ${conditionToSql(query.condition, engine)}
    order by ${createKeysetOrder(sortColumnsFor(order, engine), page)}
    limit ${page.size + 1}`.execute(reader);
  return rows.length > page.size || ids.length < count ? rows : undefined;
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
