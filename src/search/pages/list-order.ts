import { sql } from 'kysely';
import type { Engine } from '../../database/engine.js';
import type { Keyset } from '../../paging/cursor.js';
import type { SortColumns } from '../../paging/keyset-condition.js';
import type { Page } from '../../paging/page.js';

/** The order of a list of records: by date or by id, and by id where dates are equal. */
export interface ListOrder {
  readonly key: 'date' | 'id';
  readonly descending: boolean;
}

/** The columns that an order sorts by. */
export function sortColumnsFor({ key, descending }: ListOrder, engine: Engine): SortColumns {
  const id = sql.ref('record.id');
  return key === 'date'
    ? {
        key: sql.ref('record.date'),
        id,
        descending,
        stored: (time) => engine.storedInstant(new Date(time)),
      }
    : { key: id, id, descending, stored: (key) => key };
}

/** How to read a page: from its start or from its end, up to its other bound. */
export interface Reading {
  readonly descending: boolean;
  /** Whether a record at this place is within the bounds of the page. */
  readonly includes: (key: number, id: number) => boolean;
}

/** The direction in which a page is read, and its bounds. */
export function readingOf({ descending }: ListOrder, page: Page): Reading {
  const { after, before, includesBounds = false } = page;
  const [low, high] = descending ? [before, after] : [after, before];
  return {
    descending: descending !== page.fromEnd,
    includes: (key, id) =>
      (low === undefined || isAbove(key, id, low, includesBounds)) &&
      (high === undefined || !isAbove(key, id, high, !includesBounds)),
  };
}

const isAbove = (key: number, id: number, place: Keyset, orAt: boolean) =>
  key > place.key || (key === place.key && (id > place.id || (orAt && id === place.id)));
