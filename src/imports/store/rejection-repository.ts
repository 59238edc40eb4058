import { type Selectable, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { insertIgnore } from '../../database/insert-ignore.js';
import type { Tables } from '../../database/tables.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import type { StoredProgress } from './import-row.js';

/** A number of rejections, and how many bytes they take as they are stored. */
export interface RejectionSpace {
  readonly count: number;
  readonly bytes: number;
}

/**
 * How many more rejections of an import may be stored. Once one was left out, so are all others: the
 * stored ones are always the first ones.
 *
 * @param limit if undefined, all may be stored
 */
export function remainingSpace(
  { rejected, rejectionsNotKept, rejectionBytes }: StoredProgress,
  limit: RejectionSpace | undefined,
): RejectionSpace | undefined {
  if (limit === undefined) return undefined;
  return rejectionsNotKept > 0
    ? { count: 0, bytes: 0 }
    : { count: limit.count - rejected, bytes: limit.bytes - rejectionBytes };
}

/**
 * Inserts rejected items of an import as they were received. Their indexes are those in the import.
 *
 * @param space how much more may be stored; from the first one that does not fit on, none is inserted
 * @returns what was inserted
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
    const receivedJson = JSON.stringify({ title, uri, date, line, raw });
    const reasonsJson = JSON.stringify(reasons);
    const size = Buffer.byteLength(receivedJson) + Buffer.byteLength(reasonsJson);
    if (bytes + size > space.bytes) break;
    bytes += size;
    rows.push([importId, index, receivedJson, reasonsJson]);
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
  /** Finds none if the import belongs to another owner; undefined for any owner. */
  readonly owner?: string | undefined;
  readonly first?: number;
  readonly after?: number | undefined;
  /** Leaves out those that a retry has stored. */
  readonly unsettled?: boolean | undefined;
}

/** A range with an upper bound. */
export type BoundedRange = RejectionRange & { readonly first: number };

type Reader = Pick<Database, 'engine' | 'reader'>;

/** A rejected item as it is stored. */
export interface StoredRejection extends RejectedItem {
  /** The id of the import that stored the item on a retry. */
  readonly settledBy: number | null;
}

/** Converts a row of the table. */
export function toStoredRejection(
  row: Pick<Selectable<Tables['rejection']>, 'item_index' | 'received' | 'reasons' | 'settled_by'>,
): StoredRejection {
  return {
    index: row.item_index,
    item: JSON.parse(row.received),
    reasons: JSON.parse(row.reasons),
    settledBy: row.settled_by === null ? null : Number(row.settled_by),
  };
}

/** Reads an import's rejections in the order of their indexes. */
export async function readRejections(
  { reader }: Reader,
  importId: number,
  { first, after = -1, owner, unsettled }: RejectionRange = {},
): Promise<StoredRejection[]> {
  let query = reader
    .selectFrom('rejection')
    .select(['item_index', 'received', 'reasons', 'settled_by'])
    .where('import_id', '=', importId)
    .where('item_index', '>', after)
    .orderBy('item_index');
  if (owner !== undefined) query = query.where(ownedBy(owner));
  if (unsettled) query = query.where('settled_by', 'is', null);
  if (first !== undefined) query = query.limit(first);
  return (await query.execute()).map(toStoredRejection);
}

/** The number of rejections in a range, and how many bytes their items take as they are stored. */
export async function measureRejections(
  database: Reader,
  importId: number,
  range: BoundedRange,
): Promise<RejectionSpace> {
  const { count, bytes } = await database.reader
    .selectFrom(selectSizes(database, importId, range).as('sizes'))
    .select(({ fn }) => [fn.countAll().as('count'), fn.sum('size').as('bytes')])
    .executeTakeFirstOrThrow();
  return { count: Number(count), bytes: Number(bytes) };
}

const rejectionsPerPage = 500;
const bytesPerPage = 1024 * 1024;

/**
 * Reads all of an import's rejections page by page, on demand. A page has at most
 * 500 rejections and a megabyte, or a single rejection that is larger.
 */
export async function* readRejectionPages(
  database: Reader,
  importId: number,
  { unsettled }: Pick<RejectionRange, 'unsettled'> = {},
): AsyncGenerator<readonly RejectedItem[]> {
  for (let after = -1; ; ) {
    const first = await countForPage(database, importId, { after, unsettled });
    if (first === 0) return;
    const page = await readRejections(database, importId, { first, after, unsettled });
    yield page;
    after = page.at(-1)?.index ?? after;
  }
}

async function countForPage(
  database: Reader,
  importId: number,
  from: RejectionRange,
): Promise<number> {
  const range = { ...from, first: rejectionsPerPage };
  const rows = await selectSizes(database, importId, range).execute();
  let bytes = 0;
  const end = rows.findIndex(({ size }) => {
    bytes += Number(size);
    return bytes > bytesPerPage;
  });
  return end < 0 ? rows.length : Math.max(1, end);
}

/** Selects the bytes of each item in a range. */
function selectSizes(
  { reader, engine }: Reader,
  importId: number,
  { first, after = -1, owner, unsettled }: BoundedRange,
) {
  let query = reader
    .selectFrom('rejection')
    .select(engine.byteLength(sql.ref('received')).as('size'))
    .where('import_id', '=', importId)
    .where('item_index', '>', after)
    .orderBy('item_index')
    .limit(first);
  if (unsettled) query = query.where('settled_by', 'is', null);
  return owner === undefined ? query : query.where(ownedBy(owner));
}

/** The condition that the import of a rejection belongs to an owner. */
export const ownedBy = (owner: string) => sql<boolean>`exists (
  select 1 from import where import.id = rejection.import_id and import.caller = ${owner})`;
