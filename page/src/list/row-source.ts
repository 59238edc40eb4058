import {
  PagePlacesDocument,
  PageRowsDocument,
  type PageRowsQuery,
  type RecordFilter,
  type RecordOrder,
} from '../../generated/graphql.js';
import { byYearIfLong } from '../client/by-year-if-long.js';
import { execute } from '../client/execute.js';
import type { Bucket } from './places.js';

/** A row of the list, with its cursor. */
export type Row = PageRowsQuery['records']['edges'][number];

/** Where a page of rows is: at an end of a filter's list, or next to a row. */
export type PageAt =
  | { readonly first: number; readonly after?: string }
  | { readonly last: number; readonly before?: string };

/** A page of rows. */
export interface RowPage {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
}

/** Reads pages of a list in an order. */
export async function readPage(
  filter: RecordFilter | null,
  orderBy: RecordOrder,
  at: PageAt,
): Promise<RowPage> {
  const { records } = await execute(PageRowsDocument, { filter, orderBy, ...at });
  return { rows: records.edges, hasNextPage: records.pageInfo.hasNextPage };
}

/** The exact number of records in each interval of a list, earliest first. */
export async function readPlaces(filter: RecordFilter | null): Promise<readonly Bucket[]> {
  const { records } = await byYearIfLong((by) => execute(PagePlacesDocument, { filter, by }));
  return records.histogram;
}

/** A filter with a range of dates in addition. */
export function withinDates(
  filter: RecordFilter | null,
  date: NonNullable<RecordFilter['date']>,
): RecordFilter {
  return filter === null ? { date } : { and: [filter, { date }] };
}
