import { type RawBuilder, sql } from 'kysely';
import type { Page } from './page.js';

/** The columns that a list is sorted by: both in the same direction, the unique id last. */
export interface SortColumns {
  readonly key: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly descending: boolean;
  /** Converts a cursor's sort key to its stored form. */
  readonly stored: (key: number) => unknown;
}

/** The conditions for the rows between the page's two positions. */
export function createKeysetConditions(columns: SortColumns, page: Page): RawBuilder<unknown>[] {
  const beyond = (place: { key: number; id: number }, ascending: boolean) => {
    const { key, id } = columns;
    const value = columns.stored(place.key);
    const orAt = page.includesBounds ? sql`=` : sql``;
    // Not a row comparison, for which MySQL does not use an index.
    return ascending
      ? sql`(${key} >= ${value} and (${key} > ${value} or ${id} >${orAt} ${place.id}))`
      : sql`(${key} <= ${value} and (${key} < ${value} or ${id} <${orAt} ${place.id}))`;
  };
  return [
    ...(page.after ? [beyond(page.after, !columns.descending)] : []),
    ...(page.before ? [beyond(page.before, columns.descending)] : []),
  ];
}

/** The order in which the page's rows are read: that of the list, or the reverse for a page from the end. */
export function createKeysetOrder(columns: SortColumns, page: Page): RawBuilder<unknown> {
  const direction = columns.descending === page.fromEnd ? sql`asc` : sql`desc`;
  return sql`${columns.key} ${direction}, ${columns.id} ${direction}`;
}
