import { expect } from '@jest/globals';
import { encodeCursor } from '../../../src/paging/cursor.js';
import type { Service } from '../service.js';
import { dateRangeOf, histogramOf, topSitesOf } from './figures.js';
import type { RandomSearch } from './random-search.js';
import { comparison, type Scan, type ScannedRecord } from './scan.js';

const fields = `nodes { id: databaseId }
  pageInfo { hasPreviousPage hasNextPage startCursor endCursor }`;
const variables = `$filter: RecordFilter, $orderBy: RecordOrder!,
  $first: Int, $last: Int, $after: String, $before: String`;
const given = `filter: $filter, orderBy: $orderBy,
  first: $first, last: $last, after: $after, before: $before`;
const pageQuery = `query (${variables}) { records(${given}) { ${fields} } }`;
const searchQuery = `query (${variables}, $by: Interval, $most: Int!, $sites: Int!, $isShort: Boolean!) {
  records(${given}) {
    ${fields}
    totalCount
    dateRange { earliest latest }
    histogram(by: $by, maxBuckets: $most) @include(if: $isShort) { start end count }
    topSites(first: $sites) { count site { host } }
  }
}`;

const maxPages = 4;

/**
 * Sends the search, and compares with the scan: the figures, and up to four pages one after another,
 * or all pages of a list that has no more.
 */
export async function checkSearch(
  service: Service,
  scan: Scan,
  search: RandomSearch,
): Promise<void> {
  const { filter, orderBy, isForwards, size, from, by, most, sites } = search;
  const list = scan.find(filter, orderBy);
  const histogram = histogramOf(list, by, most);
  const isShort = histogram !== undefined;
  let cursor = from === null ? null : cursorOf(orderBy, scan.inOrder(orderBy)[from]);
  let at = from === null ? startOf(list, isForwards) : placeAfter(scan, search, list);
  for (let page = 0; page < maxPages; page += 1) {
    const range = isForwards ? { first: size, after: cursor } : { last: size, before: cursor };
    const isFirst = page === 0;
    const { records } = await service.query<{ records: object }>(
      isFirst ? searchQuery : pageQuery,
      {
        ...{ filter, orderBy, ...range },
        ...(isFirst && { by, most, sites, isShort }),
      },
    );
    const start = isForwards ? at : Math.max(0, at - size);
    const end = isForwards ? Math.min(list.length, at + size) : at;
    const nodes = list.slice(start, end);
    expect(records).toEqual({
      nodes: nodes.map(({ id }) => ({ id: String(id) })),
      pageInfo: {
        hasPreviousPage: start > 0,
        hasNextPage: end < list.length,
        startCursor: cursorOf(orderBy, nodes[0]),
        endCursor: cursorOf(orderBy, nodes.at(-1)),
      },
      ...(isFirst && {
        totalCount: list.length,
        dateRange: dateRangeOf(list),
        topSites: topSitesOf(scan, list, sites),
      }),
      ...(isFirst && isShort && { histogram }),
    });
    at = isForwards ? end : start;
    cursor = cursorOf(orderBy, isForwards ? nodes.at(-1) : nodes[0]);
    if (cursor === null || at === (isForwards ? list.length : 0)) return;
  }
}

const cursorOf = (orderBy: string, record: ScannedRecord | undefined) =>
  record === undefined
    ? null
    : encodeCursor(`records:${orderBy}`, {
        key: orderBy.startsWith('DATE') ? record.time : record.id,
        id: record.id,
      });

const startOf = (list: readonly unknown[], isForwards: boolean) => (isForwards ? 0 : list.length);

/** How many records of the list are before the pages that go on from a record, or after them. */
function placeAfter(scan: Scan, search: RandomSearch, list: readonly ScannedRecord[]): number {
  const { orderBy, isForwards, from } = search;
  const start = scan.inOrder(orderBy)[from ?? 0] as ScannedRecord;
  const compare = comparison(orderBy);
  const place = list.findIndex((record) => compare(record, start) >= (isForwards ? 1 : 0));
  return place === -1 ? list.length : place;
}
