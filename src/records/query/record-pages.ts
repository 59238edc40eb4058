import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Engine } from '../../database/engine.js';
import { createKeysetConditions, createKeysetOrder } from '../../paging/keyset-condition.js';
import { type Page, type PageRows, toPageRows } from '../../paging/page.js';
import type { Condition } from '../../search/condition.js';
import { conditionToSql } from '../../search/condition-to-sql.js';
import { placeOf, type RecordOrder, sortColumnsFor } from './record-order.js';
import { type RecordRow, recordColumns, type StoredRecordRow, toRecordRow } from './record-row.js';
import { chooseRecordSources } from './record-sources.js';

/** A page of the records that satisfy a condition. */
export interface RecordPageQuery {
  readonly condition: Condition;
  readonly order: RecordOrder;
  readonly page: Page;
}

/**
 * Reads many pages in one statement, and returns them in the order of the queries.
 * If they search for text, earlier statements find out how rare the text is.
 */
export async function readRecordPages(
  database: Database,
  queries: readonly RecordPageQuery[],
): Promise<PageRows<RecordRow>[]> {
  const conditions = queries.map(({ condition }) => condition);
  const sources = await chooseRecordSources(database, conditions, 'page');
  const selects = queries.map((query, index) =>
    pageSelect(query, index, sources[index] ?? sql`record`, database.engine),
  );
  const [only, ...others] = selects;
  const [query] = queries;
  if (only && query && others.length === 0) {
    const { rows } = await sql<StoredRecordRow>`${only}`.execute(database.reader);
    return [toPageRows(query.page, rows.map(toRecordRow))];
  }
  const { rows } = await sql<StoredRecordRow & { readonly query_index: number }>`${sql.join(
    selects.map((select, index) => sql`select * from (${select}) as ${sql.ref(`page_${index}`)}`),
    sql` union all `,
  )}`.execute(database.reader);
  const found = Map.groupBy(rows, ({ query_index }) => query_index);
  return queries.map(({ order, page }, index) => {
    const place = placeOf(order);
    const towardsEnd = order.endsWith('_DESC') === page.fromEnd ? 1 : -1;
    const read = (found.get(index) ?? [])
      .map(toRecordRow)
      // SQL does not guarantee any order for the rows of a union.
      .sort((a, b) => towardsEnd * (place(a).key - place(b).key || a.id - b.id));
    return toPageRows(page, read);
  });
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
  const own = await readRecordPages(
    database,
    queries.map(({ condition, page, ...query }) => {
      const recordId = (page.after ?? page.before)?.id ?? 0;
      return { ...query, page, condition: { all: [{ recordId }, condition] } };
    }),
  );
  const open = queries.filter((_, index) => !own[index]?.hasMore);
  const others = open.length === 0 ? [] : await readRecordPages(database, open);
  const found = new Map(open.map((query, index) => [query, others[index]?.hasMore]));
  return queries.map((query) => found.get(query) ?? true);
}

function pageSelect(
  { condition, order, page }: RecordPageQuery,
  index: number,
  from: RawBuilder<unknown>,
  engine: Engine,
) {
  const columns = sortColumnsFor(order, engine);
  const conditions = [conditionToSql(condition, engine), ...createKeysetConditions(columns, page)];
  return sql`select ${sql.lit(index)} as query_index, ${recordColumns} from ${from}
    where ${sql.join(conditions, sql` and `)}
    order by ${createKeysetOrder(columns, page)} limit ${page.size + 1}`;
}
