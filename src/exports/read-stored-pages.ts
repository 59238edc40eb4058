import { setImmediate as otherRequests } from 'node:timers/promises';
import type { Database } from '../database/database.js';
import { type SearchTimeout, searchWithTimeout } from '../database/search-timeout.js';
import type { Keyset } from '../paging/cursor.js';
import { placeOf, RecordOrder } from '../records/query/record-order.js';
import { type RecordPageQuery, readRecordPages } from '../records/query/record-pages.js';
import type { RecordRow } from '../records/query/record-row.js';
import type { Condition } from '../search/condition.js';

// Large enough to be read fast, small enough that a hundred slow readers take little memory.
const pageSize = 500;

/**
 * Reads the records that satisfy the condition and are stored when reading begins, each once, page by
 * page on demand. No lock or transaction is held between two pages.
 *
 * Imports write one after another, so records become visible in the order of their ids, and records
 * never change. So the records up to the highest id at the start (the high-water mark) are those that
 * were stored then, whatever is imported later.
 *
 * @param timeout applies to each page; throws what {@link searchWithTimeout} throws
 * @param order the one in which reading takes the least time unless it is given
 */
export async function* readStoredPages(
  database: Database,
  condition: Condition,
  timeout: SearchTimeout,
  order: RecordOrder = orderFor(condition),
): AsyncGenerator<readonly RecordRow[]> {
  const read = async (query: RecordPageQuery) => {
    const [page] = await searchWithTimeout(timeout, (signal) =>
      readRecordPages(database.endingWith(signal), [query]),
    );
    return page;
  };
  const newest = await read(newestRecord);
  const highWaterMark = newest?.rows[0]?.id ?? 0;
  const place = placeOf(order);
  for (let after: Keyset | undefined; ; ) {
    const page = { size: pageSize, fromEnd: false, ...(after && { after }) };
    const { rows = [], hasMore = false } = (await read({ condition, order, page })) ?? {};
    const end = rows.at(-1);
    if (end === undefined) return;
    yield rows.filter(({ id }) => id <= highWaterMark);
    if (!hasMore || (order === RecordOrder.ADDED_ASC && end.id >= highWaterMark)) return;
    after = place(end);
    // SQLite works on this thread, which a fast reader would block for other requests.
    await otherRequests();
  }
}

const newestRecord: RecordPageQuery = {
  condition: { all: [] },
  order: RecordOrder.ADDED_DESC,
  page: { size: 1, fromEnd: false },
};

/**
 * The order in which the matching records can be read without sorting them for every page: that of the
 * index which the engine chooses for a date or a site, else that of the table.
 */
function orderFor(condition: Condition): RecordOrder {
  return narrowsByIndex(condition) ? RecordOrder.DATE_ASC : RecordOrder.ADDED_ASC;
}

function narrowsByIndex(condition: Condition): boolean {
  if ('all' in condition) return condition.all.some(narrowsByIndex);
  return 'date' in condition || 'host' in condition || 'siteId' in condition;
}
