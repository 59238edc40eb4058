import { RequestError } from '../errors/request-error.js';
import { decodeCursor, encodeCursor, type Keyset } from './cursor.js';

/** The arguments of a page, as the GraphQL Cursor Connections Specification names them. */
export interface PageArguments {
  readonly first?: number | null | undefined;
  readonly after?: string | null | undefined;
  readonly last?: number | null | undefined;
  readonly before?: string | null | undefined;
}

/** A requested page: `size` rows between two positions, from the start or from the end. */
export interface Page {
  readonly size: number;
  readonly fromEnd: boolean;
  readonly after?: Keyset;
  readonly before?: Keyset;
  /** Whether rows exactly at the positions belong to the page. */
  readonly includesBounds?: boolean;
}

/** The rows of a page, in the order of the list. */
export interface PageRows<Row> {
  readonly rows: readonly Row[];
  /** Whether there are more rows between the positions: after these, or before them in a page from the end. */
  readonly hasMore: boolean;
}

/** The rows of a page if neither `first` nor `last` is given. */
export const defaultPageSize = 20;

/** The maximum number of rows of a page. */
export const maxPageSize = 100;

/**
 * Checks the arguments of a page. With `before` alone, it is the page that ends there.
 * Throws `PAGE_SIZE_INVALID`, `PAGE_ARGUMENTS_CONFLICT` or `CURSOR_INVALID`.
 *
 * @param list the list and its order, see {@link encodeCursor}
 * @param maximum the maximum number of rows
 */
export function planPage(list: string, args: PageArguments, maximum = maxPageSize): Page {
  const first = args.first == null ? undefined : checkPageSize('first', args.first, maximum);
  const last = args.last == null ? undefined : checkPageSize('last', args.last, maximum);
  if (first !== undefined && last !== undefined) {
    throw new RequestError(
      'PAGE_ARGUMENTS_CONFLICT',
      `Both "first" (${first}) and "last" (${last}) were given; pass one of them.`,
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

/** Returns the size if it is within its bounds, else throws `PAGE_SIZE_INVALID`. */
export function checkPageSize(name: string, size: number, maximum = maxPageSize): number {
  if (size >= 0 && size <= maximum) return size;
  throw new RequestError(
    'PAGE_SIZE_INVALID',
    `The argument "${name}" is ${size}; it must be between 0 and ${maximum}.`,
    name,
  );
}

/**
 * Makes a page from the rows that were read for it: at most one more than its size, in reading order.
 * The extra row shows that the list goes on.
 */
export function toPageRows<Row>(page: Page, read: readonly Row[]): PageRows<Row> {
  const rows = read.slice(0, page.size);
  return { rows: page.fromEnd ? rows.reverse() : rows, hasMore: read.length > page.size };
}

/**
 * An empty page that has more rows if and only if a cursor excludes any: rows at its position or beyond it.
 * The row of the cursor itself need not exist.
 */
function excludedPage(cursor: 'after' | 'before', place: Keyset): Page {
  // Read starting at the cursor, as the nearest row is found first.
  return cursor === 'after'
    ? { size: 0, fromEnd: true, before: place, includesBounds: true }
    : { size: 0, fromEnd: false, after: place, includesBounds: true };
}

/** The value of a connection type. */
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

/** A list that a page was read from. */
export interface PagedList<Node> {
  /** The list and its order, see {@link encodeCursor}. */
  readonly name: string;
  readonly placeOf: (row: Node) => Keyset;
  /** Whether an empty page has more rows. */
  readonly hasAny: (page: Page) => Promise<boolean>;
}

/** Creates the connection of a page. Whether there are rows beyond its cursors is queried on demand. */
export function createConnection<Node>(
  { name, placeOf, hasAny }: PagedList<Node>,
  page: Page,
  { rows, hasMore }: PageRows<Node>,
): ConnectionValue<Node> {
  const lookups = new Map<string, Promise<boolean>>();
  const excludesAny = (cursor: 'after' | 'before') => {
    const place = page[cursor];
    if (place === undefined) return false;
    const lookup = lookups.get(cursor) ?? hasAny(excludedPage(cursor, place));
    lookups.set(cursor, lookup);
    return lookup;
  };
  // Cursors are encoded on demand: most clients select few of them or none.
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
        return (hasMore && !page.fromEnd) || excludesAny('before');
      },
      get hasPreviousPage() {
        return (hasMore && page.fromEnd) || excludesAny('after');
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
