import { sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { type Page, type PageRows, toPageRows } from '../../paging/page.js';
import type { Condition } from '../../search/condition.js';
import { searchCostOf } from '../../search/evaluate/search-cost.js';
import type { IndexState } from '../../search/index/index-state.js';
import { readSteadily } from '../../search/index/read-steadily.js';
import { findPage, isLarge, isServedByIndex } from '../../search/pages/find-page.js';
import { type PageQuery, selectPage } from '../../search/pages/page-query.js';
import { listOrderOf, placeOf, type RecordOrder } from './record-order.js';
import { type RecordRow, recordColumns, type StoredRecordRow, toRecordRow } from './record-row.js';

/** A page of the records that satisfy a condition. */
export interface RecordPageQuery {
  readonly condition: Condition;
  readonly order: RecordOrder;
  readonly page: Page;
}

/**
 * Reads many pages, and returns them in the order of the queries. One statement reads all that an index of
 * the table serves; those that search for text, or for what no index has, are found by the search index.
 */
export async function readRecordPages(
  database: Database,
  queries: readonly RecordPageQuery[],
): Promise<PageRows<RecordRow>[]> {
  const searches = queries.filter((query) => !isServedByIndex(toPageQuery(query)));
  if (searches.length === 0) return inOrder(queries, await readByIndex(database, queries));
  return readSteadily(database, async (state) => {
    const searched = isLarge(state) ? searches : [];
    const [found, read] = await Promise.all([
      searchPages(database, state, searched),
      readByIndex(
        database,
        queries.filter((query) => !searched.includes(query)),
      ),
    ]);
    return inOrder(queries, [...found, ...read]);
  });
}

function inOrder(queries: readonly RecordPageQuery[], pages: FoundPages): PageRows<RecordRow>[] {
  const found = new Map(pages);
  return queries.map((query) => found.get(query) ?? { rows: [], hasMore: false });
}

type FoundPages = readonly (readonly [RecordPageQuery, PageRows<RecordRow>])[];

/** Reads pages in one statement, each by walking through an index of the table. */
async function readByIndex(
  database: Database,
  queries: readonly RecordPageQuery[],
): Promise<FoundPages> {
  const [only, ...others] = queries;
  if (only === undefined) return [];
  searchCostOf(database).ways.add('index');
  const select = (query: RecordPageQuery, index: number) => {
    const columns = sql`${sql.lit(index)} as query_index, ${recordColumns}`;
    return selectPage(toPageQuery(query), columns, database.engine);
  };
  if (others.length === 0) {
    const { rows } = await sql<StoredRecordRow>`${select(only, 0)}`.execute(database.reader);
    return [[only, toPageRows(only.page, rows.map(toRecordRow))]];
  }
  const { rows } = await sql<StoredRecordRow & { readonly query_index: number }>`${sql.join(
    queries.map(
      (query, index) => sql`select * from (${select(query, index)}) as ${sql.ref(`page_${index}`)}`,
    ),
    sql` union all `,
  )}`.execute(database.reader);
  const found = Map.groupBy(rows, ({ query_index }) => query_index);
  return queries.map((query, index) => {
    const place = placeOf(query.order);
    const towardsEnd = query.order.endsWith('_DESC') === query.page.fromEnd ? 1 : -1;
    const read = (found.get(index) ?? [])
      .map(toRecordRow)
      // SQL does not guarantee any order for the rows of a union.
      .sort((a, b) => towardsEnd * (place(a).key - place(b).key || a.id - b.id));
    return [query, toPageRows(query.page, read)];
  });
}

/** Finds pages by the search index, and reads the rows of all of them together. */
async function searchPages(
  database: Database,
  state: IndexState,
  queries: readonly RecordPageQuery[],
): Promise<FoundPages> {
  const found = await Promise.all(
    queries.map(async (query) => {
      const page = await findPage<StoredRecordRow>(
        database,
        state,
        toPageQuery(query),
        recordColumns,
      );
      return { query, page };
    }),
  );
  const ids = found.flatMap(({ query, page }) =>
    'ids' in page ? page.ids.slice(0, query.page.size) : [],
  );
  const rowsById = await readRows(database, [...new Set(ids)]);
  return found.map(({ query, page }) => {
    if ('rows' in page) return [query, toPageRows(query.page, page.rows.map(toRecordRow))];
    const rows = page.ids
      .slice(0, query.page.size)
      .map((id) => rowsById.get(id))
      .filter((row) => row !== undefined);
    if (query.page.fromEnd) rows.reverse();
    return [query, { rows, hasMore: page.ids.length > query.page.size }];
  });
}

// A few milliseconds on SQLite.
const idsPerStatement = 500;

async function readRows(
  { engine, reader }: Database,
  ids: readonly number[],
): Promise<ReadonlyMap<number, RecordRow>> {
  const rowsById = new Map<number, RecordRow>();
  for (let from = 0; from < ids.length; from += idsPerStatement) {
    const part = ids.slice(from, from + idsPerStatement);
    const source = engine.rowsOf(part, sql`record on record.id = given.number`);
    const { rows } = await sql<StoredRecordRow>`select ${recordColumns} from ${source}`.execute(
      reader,
    );
    for (const row of rows.map(toRecordRow)) rowsById.set(row.id, row);
  }
  return rowsById;
}

/**
 * Whether there are records on each of several empty pages (size 0), each with one cursor. The record
 * of a cursor is nearly always still in the list, and is found by its id. Only otherwise, a query runs
 * that takes as long as reading a page.
 */
export async function haveRecords(
  database: Database,
  queries: readonly RecordPageQuery[],
): Promise<boolean[]> {
  const own = await readByIndex(
    database,
    queries.map(({ condition, page, ...query }) => {
      const recordId = (page.after ?? page.before)?.id ?? 0;
      return { ...query, page, condition: { all: [{ recordId }, condition] } };
    }),
  );
  const open = queries.filter((_, index) => !own[index]?.[1].hasMore);
  const others = open.length === 0 ? [] : await readRecordPages(database, open);
  const found = new Map(open.map((query, index) => [query, others[index]?.hasMore]));
  return queries.map((query) => found.get(query) ?? true);
}

const toPageQuery = ({ order, ...query }: RecordPageQuery): PageQuery => ({
  ...query,
  order: listOrderOf(order),
});
