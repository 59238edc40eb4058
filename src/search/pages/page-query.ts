import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import type { Engine } from '../../database/engine.js';
import type { Keyset } from '../../paging/cursor.js';
import { createKeysetConditions, createKeysetOrder } from '../../paging/keyset-condition.js';
import type { Page } from '../../paging/page.js';
import type { Condition } from '../condition.js';
import { conditionToSql } from '../condition-to-sql.js';
import { type ListOrder, sortColumnsFor } from './list-order.js';

/** A page of a list of the records that satisfy a condition. */
export interface PageQuery {
  readonly condition: Condition;
  readonly order: ListOrder;
  readonly page: Page;
}

/**
 * The statement for the ids of a page in reading order: one more than its size.
 *
 * @param columns what to select
 * @param end where to stop reading at the latest
 */
export function selectPage(
  { condition, order, page }: PageQuery,
  columns: RawBuilder<unknown>,
  engine: Engine,
  end?: Keyset,
): RawBuilder<unknown> {
  const sortColumns = sortColumnsFor(order, engine);
  const upToEnd: Page | undefined = end && {
    size: 0,
    fromEnd: page.fromEnd,
    [page.fromEnd ? 'after' : 'before']: end,
    includesBounds: true,
  };
  const conditions = [
    conditionToSql(condition, engine),
    ...createKeysetConditions(sortColumns, page),
    ...(upToEnd ? createKeysetConditions(sortColumns, upToEnd) : []),
  ];
  return sql`select ${columns} from record where ${sql.join(conditions, sql` and `)}
    order by ${createKeysetOrder(sortColumns, page)} limit ${page.size + 1}`;
}

/**
 * Finds the place up to which a list has to be read for a number of records that satisfy the condition, by
 * an index alone; undefined if there are not that many.
 */
export async function findWalkEnd(
  { engine, reader }: Database,
  byIndex: readonly Condition[],
  { order, page }: Omit<PageQuery, 'condition'>,
  records: number,
): Promise<Keyset | undefined> {
  const columns = sortColumnsFor(order, engine);
  const conditions = [
    conditionToSql({ all: byIndex }, engine),
    ...createKeysetConditions(columns, page),
  ];
  const { rows } = await sql<{ date: number | Date; id: number }>`
    select record.date, record.id from record where ${sql.join(conditions, sql` and `)}
    order by ${createKeysetOrder(columns, page)} limit 1 offset ${records - 1}`.execute(reader);
  const [row] = rows;
  if (row === undefined) return undefined;
  const id = Number(row.id);
  return { key: order.key === 'date' ? new Date(row.date).getTime() : id, id };
}
