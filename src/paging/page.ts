import { RequestError } from '../errors/request-error.js';
import { decodeCursor, encodeCursor, type Keyset } from './cursor.js';

/** The arguments by which a client asks for a page, as the GraphQL Cursor Connections Specification names them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A page that was asked for: `size` rows between two places, from the start or from the end. */
export interface Page {
  readonly size: number;
  readonly fromEnd: boolean;
  readonly after?: Keyset;
  readonly before?: Keyset;
  /** Whether rows that are exactly at one of the places belong to the page. */
  readonly withPlaces?: boolean;
}

/** A page's rows in the list's order. */
export interface PageRows<Row> {
  readonly rows: readonly Row[];
  /** Whether there are more between the places: after the rows, or before those of a page from the end. */
  readonly hasMore: boolean;
}

/** How many rows a page has when neither `first` nor `last` is given. */
export const defaultPageSize = 20;

/** The most rows that a page may have. */
export const maxPageSize = 100;

/**
 * Checks a page's arguments. With `before` alone the page is the one that ends there.
 * Throws `PAGE_SIZE_INVALID`, `PAGE_ARGUMENTS_CONFLICT` or `CURSOR_INVALID`.
 *
 * @param list the list and its order, see {@link encodeCursor}
 */
export function planPage(list: string, args: PageArguments): Page {
  const first = args.first == null ? undefined : checkPageSize('first', args.first);
  const last = args.last == null ? undefined : checkPageSize('last', args.last);
  if (first !== undefined && last !== undefined) {
    throw new RequestError(
      'PAGE_ARGUMENTS_CONFLICT',
      `The arguments "first" (${first}) and "last" (${last}) were both given; a page is counted from one end only.`,
      'last',
    );
  }
  const after = args.after == null ? undefined : decodeCursor(list, args.after, 'after');
  const before = args.before == null ? undefined : decodeCursor(list, args.before, 'before');
  const fromEnd = last !== undefined || (first === undefined && before !== undefined && !after);
  return {
    size: first ?? last ?? defaultPageSize,
    fromEnd,
    ...(after && { after }),
    ...(before && { before }),
  };
}

/** The size as it is, when it lies in its bounds. Throws `PAGE_SIZE_INVALID` when not. */
export function checkPageSize(name: string, size: number, most = maxPageSize): number {
  if (size >= 0 && size <= most) return size;
  throw new RequestError(
    'PAGE_SIZE_INVALID',
    `The argument "${name}" is ${size}; it must lie between 0 and ${most}.`,
    name,
  );
}

/**
 * Makes the page out of the rows read for it: at most one more than its size, read from the end
 * when the page counts from there. The row too many tells that the list goes on.
 */
export function toPageRows<Row>(page: Page, read: readonly Row[]): PageRows<Row> {
  const rows = read.slice(0, page.size);
  return { rows: page.fromEnd ? rows.reverse() : rows, hasMore: read.length > page.size };
}

/**
 * The page without rows that has more exactly when a cursor leaves any out: rows at its place or on
 * the far side of it. The cursor's own row need not exist.
 */
function pageLeftOut(cursor: 'after' | 'before', place: Keyset): Page {
  // Read from the cursor's place on, as the nearest row is found first.
  return cursor === 'after'
    ? { size: 0, fromEnd: true, before: place, withPlaces: true }
    : { size: 0, fromEnd: false, after: place, withPlaces: true };
}

/** What a connection type shows of a page. */
export interface ConnectionValue<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean | Promise<boolean>;
    readonly hasPreviousPage: boolean | Promise<boolean>;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** A list of which a page was read. */
export interface PagedList<Node> {
  /** The list and its order, see {@link encodeCursor}. */
  readonly name: string;
  readonly placeOf: (row: Node) => Keyset;
  /** Whether there are rows on a page of no size. */
  readonly hasAny: (page: Page) => Promise<boolean>;
}

/** The connection of a page that was read. Whether rows lie beyond its cursors is looked up when asked. */
export function createConnection<Node>(
  { name, placeOf, hasAny }: PagedList<Node>,
  page: Page,
  { rows, hasMore }: PageRows<Node>,
): ConnectionValue<Node> {
  const looks = new Map<string, Promise<boolean>>();
  const leavesOut = (cursor: 'after' | 'before') => {
    const place = page[cursor];
    if (place === undefined) return false;
    const look = looks.get(cursor) ?? hasAny(pageLeftOut(cursor, place));
    looks.set(cursor, look);
    return look;
  };
  // Made when they are asked for: most clients want few cursors or none.
  const cursorOf = (node: Node) => encodeCursor(name, placeOf(node));
  const cursorAt = (index: number) => {
    const node = rows.at(index);
    return node === undefined ? null : cursorOf(node);
  };
  return {
    get edges() {
      return rows.map((node) => ({
        node,
        get cursor() {
          return cursorOf(node);
        },
      }));
    },
    nodes: rows,
    pageInfo: {
      get hasNextPage() {
        return (hasMore && !page.fromEnd) || leavesOut('before');
      },
      get hasPreviousPage() {
        return (hasMore && page.fromEnd) || leavesOut('after');
      },
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(-1);
      },
    },
  };
}
