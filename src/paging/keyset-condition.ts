import { type RawBuilder, sql } from 'kysely';
import type { Page } from './page.js';

/** The columns that a list is sorted by: both in the same direction, the id last, as it is unique. */
export interface SortColumns {
  readonly key: RawBuilder<unknown>;
  readonly id: RawBuilder<unknown>;
  readonly descending: boolean;
  /** The stored form of a cursor's sort key. */
  readonly stored: (key: number) => unknown;
}

/** The rows between the page's two places. */
export function createKeysetConditions(columns: SortColumns, page: Page): RawBuilder<unknown>[] {
  const beyond = (place: { key: number; id: number }, ascending: boolean) => {
    const { key, id } = columns;
    const value = columns.stored(place.key);
    const orAt = page.withPlaces ? sql`=` : sql``;
    // Spelt out, as MySQL does not use an index for a comparison of row values.
    return ascending
      ? sql`(${key} >= ${value} and (${key} > ${value} or ${id} >${orAt} ${place.id}))`
      : sql`(${key} <= ${value} and (${key} < ${value} or ${id} <${orAt} ${place.id}))`;
  };
  return [
    ...(page.after ? [beyond(page.after, !columns.descending)] : []),
    ...(page.before ? [beyond(page.before, columns.descending)] : []),
  ];
}

/** The order in which the page's rows are read: the list's own, or from its end. */
export function createKeysetOrder(columns: SortColumns, page: Page): RawBuilder<unknown> {
  const direction = columns.descending === page.fromEnd ? sql`asc` : sql`desc`;
  return sql`${columns.key} ${direction}, ${columns.id} ${direction}`;
}
