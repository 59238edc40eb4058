import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Engine, StoredInstant } from '../../database/engine.js';
import type { Keyset } from '../../paging/cursor.js';
import { betweenPlaces, readingOrder } from '../../paging/keyset-condition.js';
import { type Page, type PageRows, pageRows } from '../../paging/page.js';
import type { Condition } from './condition.js';
import { conditionSql } from './condition-sql.js';
import { type RecordOrder, sortColumns } from './record-order.js';
import { recordSources } from './record-sources.js';

/** A record as a search finds it. */
export interface RecordRow {
  readonly id: number;
  readonly title: string;
  readonly uri: string;
  readonly date: Date;
  readonly siteId: number;
  readonly importId: number;
}

/** One page of the records that satisfy a condition. */
export interface RecordPageQuery {
  readonly condition: Condition;
  readonly order: RecordOrder;
  readonly page: Page;
}

/** The columns of a {@link RecordRow}, to be read by {@link recordRow}. */
export const recordColumns = sql`record.id, record.title, record.uri, record.date,
  record.site_id as siteId, record.import_id as importId`;

/** A row of {@link recordColumns} as it comes from the driver. */
export type StoredRecordRow = Omit<RecordRow, 'date'> & { readonly date: StoredInstant };

/** Reads a stored row. */
export function recordRow(row: StoredRecordRow): RecordRow {
  return { ...row, date: new Date(row.date) };
}

/** The place of a record in a list of that order. */
export function placeOf(order: RecordOrder): (row: RecordRow) => Keyset {
  return order.startsWith('DATE_')
    ? ({ date, id }) => ({ key: date.getTime(), id })
    : ({ id }) => ({ key: id, id });
}

/**
 * Reads many pages in one statement, in the order of the queries.
 * A search for text costs statements before it, which find out how rare the text is.
 */
export async function readRecordPages(
  database: Database,
  queries: readonly RecordPageQuery[],
): Promise<PageRows<RecordRow>[]> {
  const conditions = queries.map(({ condition }) => condition);
  const sources = await recordSources(database, conditions, 'page');
  const selects = queries.map((query, index) =>
    pageSelect(query, index, sources[index] ?? sql`record`, database.engine),
  );
  const [only, ...others] = selects;
  const [query] = queries;
  if (only && query && others.length === 0) {
    const { rows } = await sql<StoredRecordRow>`${only}`.execute(database.reader);
    return [pageRows(query.page, rows.map(recordRow))];
  }
  const { rows } = await sql<StoredRecordRow & { queryIndex: number }>`${sql.join(
    selects.map((select, index) => sql`select * from (${select}) as ${sql.ref(`page_${index}`)}`),
    sql` union all `,
  )}`.execute(database.reader);
  const found = Map.groupBy(rows, ({ queryIndex }) => queryIndex);
  return queries.map(({ order, page }, index) => {
    const place = placeOf(order);
    const towardsEnd = order.endsWith('_DESC') === page.fromEnd ? 1 : -1;
    const read = (found.get(index) ?? [])
      .map(({ queryIndex: _, ...row }) => recordRow(row))
      // SQL promises no order for the rows of a union.
      .sort((a, b) => towardsEnd * (place(a).key - place(b).key || a.id - b.id));
    return pageRows(page, read);
  });
}

/**
 * Whether there are records on each of some pages of no size, which have one place each. The record
 * of a cursor nearly always is still in its list, and is found by its id; what takes as long as a
 * page is done for the others alone.
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
  const columns = sortColumns(order, engine);
  const conditions = [conditionSql(condition, engine), ...betweenPlaces(columns, page)];
  return sql`select ${sql.lit(index)} as queryIndex, ${recordColumns} from ${from}
    where ${sql.join(conditions, sql` and `)}
    order by ${readingOrder(columns, page)} limit ${page.size + 1}`;
}
