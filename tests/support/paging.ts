import type { Service } from './service.js';

export const recordOrders = ['DATE_DESC', 'DATE_ASC', 'ADDED_DESC', 'ADDED_ASC'] as const;

/** A way to page through a list: where to start, in which order, and how far at a time. */
export interface PageArgs {
  readonly first?: number;
  readonly after?: string | null;
  readonly last?: number;
  readonly before?: string | null;
}

/** A page as clients see it. */
export interface RecordPage {
  readonly edges: readonly { readonly cursor: string; readonly node: PagedRecord }[];
  readonly nodes: readonly PagedRecord[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** What an order depends on. */
export interface PagedRecord {
  readonly id: string;
  readonly title: string;
  readonly date: string;
}

const pageQuery = `query ($filter: RecordFilter, $orderBy: RecordOrder!,
  $first: Int, $after: String, $last: Int, $before: String) {
  records(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    edges { cursor node { id: databaseId title date } } nodes { id: databaseId title date }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

/** Reads one page of the records. */
export async function readPage(
  service: Service,
  list: { readonly filter?: object | undefined; readonly orderBy: string },
  page: PageArgs,
): Promise<RecordPage> {
  const { records } = await service.query<{ records: RecordPage }>(pageQuery, { ...list, ...page });
  return records;
}

/** The records in the order, sorted by plain code. */
export function inOrder<Row extends PagedRecord>(orderBy: string, rows: readonly Row[]): Row[] {
  const key = ({ id, date }: Row) => (orderBy.startsWith('DATE') ? Date.parse(date) : Number(id));
  const direction = orderBy.endsWith('DESC') ? -1 : 1;
  return rows.toSorted((a, b) => direction * (key(a) - key(b) || Number(a.id) - Number(b.id)));
}
