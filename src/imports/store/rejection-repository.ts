import type { Database } from '../../database/database.js';
import { insertIgnore } from '../../database/insert-ignore.js';
import type { ImportRow } from '../graphql/import-loaders.js';
import type { RejectedItem } from '../run/partition-items.js';

/** How many rejections, and how many bytes of them as they are stored. */
export interface RejectionSpace {
  readonly count: number;
  readonly bytes: number;
}

/**
 * How many more rejections of an import may be kept. Once one was left out there is no space, so that
 * what is kept is a beginning.
 *
 * @param most if it is not given, all may be kept
 */
export function spaceLeft(
  { rejected, rejectionsNotKept, rejectionBytes }: ImportRow,
  most: RejectionSpace | undefined,
): RejectionSpace | undefined {
  if (most === undefined) return undefined;
  return rejectionsNotKept > 0
    ? { count: 0, bytes: 0 }
    : { count: most.count - rejected, bytes: most.bytes - rejectionBytes };
}

/**
 * Keeps rejected items of an import as they were received. Their indexes are those in the import.
 *
 * @param space how much more may be kept; those from the first one on that does not fit are left out
 * @returns what was kept
 */
export async function insertRejections(
  database: Database,
  importId: number,
  rejections: readonly RejectedItem[],
  space: RejectionSpace = { count: Infinity, bytes: Infinity },
): Promise<RejectionSpace> {
  const rows: [number, number, string, string][] = [];
  let bytes = 0;
  for (const { index, item, reasons } of rejections) {
    if (rows.length >= space.count) break;
    const { title, uri, date, line, raw } = item;
    const received = JSON.stringify({ title, uri, date, line, raw });
    const reasonsText = JSON.stringify(reasons);
    const size = Buffer.byteLength(received) + Buffer.byteLength(reasonsText);
    if (bytes + size > space.bytes) break;
    bytes += size;
    rows.push([importId, index, received, reasonsText]);
  }
  await insertIgnore(database, {
    table: 'rejection',
    uniqueColumns: ['import_id', 'item_index'],
    columns: ['import_id', 'item_index', 'received', 'reasons'],
    rows,
  });
  return { count: rows.length, bytes };
}

/** Which of an import's rejections to read: at most `first`, with an index above `after`. */
export interface RejectionRange {
  readonly first?: number;
  readonly after?: number | undefined;
}

/** A range with an end. */
export type BoundedRange = RejectionRange & { readonly first: number };

/** Reads an import's rejections in the order of their indexes. */
export async function readRejections(
  { reader }: Pick<Database, 'reader'>,
  importId: number,
  { first, after = -1 }: RejectionRange = {},
): Promise<RejectedItem[]> {
  let query = reader
    .selectFrom('rejection')
    .select(['item_index', 'received', 'reasons'])
    .where('import_id', '=', importId)
    .where('item_index', '>', after)
    .orderBy('item_index');
  if (first !== undefined) query = query.limit(first);
  const rows = await query.execute();
  return rows.map(({ item_index, received, reasons }) => ({
    index: item_index,
    item: JSON.parse(received),
    reasons: JSON.parse(reasons),
  }));
}

/** How many rejections there are in a range, and how many bytes they take as they are stored. */
export async function measureRejections(
  { reader }: Pick<Database, 'reader'>,
  importId: number,
  { first, after = -1 }: BoundedRange,
): Promise<{ readonly count: number; readonly bytes: number }> {
  const { count, bytes } = await reader
    .selectFrom((from) =>
      from
        .selectFrom('rejection')
        .select(({ fn }) => fn<number>('octet_length', ['received']).as('bytes'))
        .where('import_id', '=', importId)
        .where('item_index', '>', after)
        .orderBy('item_index')
        .limit(first)
        .as('asked'),
    )
    .select(({ fn }) => [fn.countAll().as('count'), fn.sum('bytes').as('bytes')])
    .executeTakeFirstOrThrow();
  return { count: Number(count), bytes: Number(bytes) };
}

const rejectionsPerPage = 500;
const bytesPerPage = 1024 * 1024;

/**
 * Reads all of an import's rejections, a page at a time: the next one when it is asked for. A page is
 * a megabyte, or a single rejection that is larger.
 */
export async function* rejectionPages(
  database: Pick<Database, 'reader'>,
  importId: number,
): AsyncGenerator<readonly RejectedItem[]> {
  for (let after = -1; ; ) {
    const first = await pageSizeAfter(database, importId, after);
    if (first === 0) return;
    const page = await readRejections(database, importId, { first, after });
    yield page;
    after = page.at(-1)?.index ?? after;
  }
}

async function pageSizeAfter(
  { reader }: Pick<Database, 'reader'>,
  importId: number,
  after: number,
): Promise<number> {
  const rows = await reader
    .selectFrom('rejection')
    .select(({ fn }) => fn<number>('length', ['received']).as('length'))
    .where('import_id', '=', importId)
    .where('item_index', '>', after)
    .orderBy('item_index')
    .limit(rejectionsPerPage)
    .execute();
  let bytes = 0;
  const end = rows.findIndex(({ length }) => {
    bytes += length;
    return bytes > bytesPerPage;
  });
  return end < 0 ? rows.length : Math.max(1, end);
}
