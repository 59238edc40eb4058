import { setImmediate as otherRequests } from 'node:timers/promises';
import type { Database } from '../database/database.js';
import { type SearchTimeout, searchWithTimeout } from '../database/search-timeout.js';
import type { Keyset } from '../paging/cursor.js';
import type { Condition } from '../records/query/condition.js';
import { placeOf, RecordOrder } from '../records/query/record-order.js';
import { type RecordPageQuery, readRecordPages } from '../records/query/record-pages.js';
import type { RecordRow } from '../records/query/record-row.js';

// Many enough to be read fast, few enough that a hundred slow readers take little memory.
const pageSize = 500;

/**
 * Reads the records that satisfy the condition and are stored when the reading begins, each once, a
 * page at a time: the next one when it is asked for. Nothing is held between two pages.
 *
 * Imports become visible in the order of their ids, as they take turns, and records never change. So
 * the records up to the largest id of now are those that are stored now, whatever is imported later.
 *
 * @param bounds hold for each page; throws what {@link searchWithTimeout} throws
 */
export async function* storedPages(
  database: Database,
  condition: Condition,
  bounds: SearchTimeout,
): AsyncGenerator<readonly RecordRow[]> {
  const read = async (query: RecordPageQuery) => {
    const [page] = await searchWithTimeout(bounds, (signal) =>
      readRecordPages(database.endingWith(signal), [query]),
    );
    return page;
  };
  const newest = await read(newestRecord);
  const last = newest?.rows[0]?.id ?? 0;
  const order = orderFor(condition);
  const place = placeOf(order);
  for (let after: Keyset | undefined; ; ) {
    const page = { size: pageSize, fromEnd: false, ...(after && { after }) };
    const { rows = [], hasMore = false } = (await read({ condition, order, page })) ?? {};
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.filter(({ id }) => id <= last);
    if (!hasMore || (order === RecordOrder.ADDED_ASC && end.id >= last)) return;
    after = place(end);
    // SQLite works on this thread, and a fast reader would never let go of it.
    await otherRequests();
  }
}

const newestRecord: RecordPageQuery = {
  condition: { all: [] },
  order: RecordOrder.ADDED_DESC,
  page: { size: 1, fromEnd: false },
};

/**
 * The order in which the matching records are read without sorting them for every page: that of the
 * index which a date or a site makes the engine choose, else that of the table.
 */
function orderFor(condition: Condition): RecordOrder {
  return narrowsByIndex(condition) ? RecordOrder.DATE_ASC : RecordOrder.ADDED_ASC;
}

function narrowsByIndex(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(narrowsByIndex);
  return 'date' in condition || 'host' in condition || 'siteId' in condition;
}
