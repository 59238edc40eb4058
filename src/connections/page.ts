import { RequestError } from '../errors.js';
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
}

/** A page's rows in the list's order, and whether the list goes on. */
export interface PageRows<Row> {
  readonly rows: readonly Row[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
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
  const first = args.first == null ? undefined : boundedSize('first', args.first);
  const last = args.last == null ? undefined : boundedSize('last', args.last);
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
export function boundedSize(name: string, size: number, most = maxPageSize): number {
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
export function pageRows<Row>(page: Page, read: readonly Row[]): PageRows<Row> {
  const more = read.length > page.size;
  const rows = read.slice(0, page.size);
  return page.fromEnd
    ? { rows: rows.reverse(), hasNextPage: false, hasPreviousPage: more }
    : { rows, hasNextPage: more, hasPreviousPage: false };
}

/** What a connection type shows of a page. */
export interface ConnectionValue<Node> {
  readonly edges: readonly { readonly cursor: string; readonly node: Node }[];
  readonly nodes: readonly Node[];
  readonly pageInfo: {
    readonly hasNextPage: boolean;
    readonly hasPreviousPage: boolean;
    readonly startCursor: string | null;
    readonly endCursor: string | null;
  };
}

/** The connection of a page whose rows have the given places in the list. */
export function connectionOf<Node>(
  list: string,
  { rows, hasNextPage, hasPreviousPage }: PageRows<Node>,
  placeOf: (row: Node) => Keyset,
): ConnectionValue<Node> {
  // Made when they are asked for: most clients want few cursors or none.
  const cursorOf = (node: Node) => encodeCursor(list, placeOf(node));
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
      hasNextPage,
      hasPreviousPage,
      get startCursor() {
        return cursorAt(0);
      },
      get endCursor() {
        return cursorAt(-1);
      },
    },
  };
}
