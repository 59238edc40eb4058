import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { createKeysetConditions, createKeysetOrder } from '../../paging/keyset-condition.js';
import { type Page, type PageRows, toPageRows } from '../../paging/page.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';
import type { ReasonCounts } from './import-counts.js';
import {
  ownedBy,
  type RejectionSpace,
  type StoredRejection,
  toStoredRejection,
} from './rejection-repository.js';

/** Which rejections of an import are in a list, in the order of their indexes. */
export interface RejectionFilter {
  readonly importId: number;
  /** Finds none if the import belongs to another owner; undefined for any owner. */
  readonly owner?: string | undefined;
  /** Only those with this reason. */
  readonly code?: RejectionCode | null | undefined;
  /** Only those that a retry has stored, or only those that none has. */
  readonly isSettled?: boolean | null | undefined;
}

type Reader = Pick<Database, 'engine' | 'reader'>;

/** Reads one page of a list. */
export async function readRejectionPage(
  database: Reader,
  filter: RejectionFilter,
  page: Page,
): Promise<PageRows<StoredRejection>> {
  const rows = await selectPage(database, filter, page)
    .select(['item_index', 'received', 'reasons', 'settled_by'])
    .execute();
  return toPageRows(page, rows.map(toStoredRejection));
}

/** How many rejections {@link readRejectionPage} would read, and how many bytes they take as they are stored. */
export async function measureRejectionPage(
  database: Reader,
  filter: RejectionFilter,
  page: Page,
): Promise<RejectionSpace> {
  const size = database.engine.byteLength(sql.ref('received')).as('size');
  const { count, bytes } = await database.reader
    .selectFrom(selectPage(database, filter, page).select(size).as('sizes'))
    .select(({ fn }) => [fn.countAll().as('count'), fn.sum('size').as('bytes')])
    .executeTakeFirstOrThrow();
  return { count: Number(count), bytes: Number(bytes) };
}

/** Counts the rejections of a list. */
export async function countRejections(database: Reader, filter: RejectionFilter): Promise<number> {
  const { count } = await selectList(database, filter)
    .select(({ fn }) => fn.countAll().as('count'))
    .executeTakeFirstOrThrow();
  return Number(count);
}

/**
 * Counts the rejections of a list by reason.
 *
 * @param codes the reasons to count
 */
export async function countReasonsOfList(
  database: Reader,
  filter: RejectionFilter,
  codes: readonly RejectionCode[],
): Promise<ReasonCounts> {
  if (codes.length === 0) return {};
  const row = await selectList(database, filter)
    .select(
      codes.map((code) =>
        sql<number>`coalesce(sum(case when ${hasReason(database, code)} then 1 else 0 end), 0)`.as(
          code,
        ),
      ),
    )
    .executeTakeFirstOrThrow();
  const counts = codes.map((code) => [code, Number(row[code])] as const);
  return Object.fromEntries(counts.filter(([, count]) => count > 0));
}

function selectPage(database: Reader, filter: RejectionFilter, page: Page) {
  const index = sql.ref('item_index');
  const columns = { key: index, id: index, descending: false, stored: (key: number) => key };
  let query = selectList(database, filter).limit(page.size + 1);
  for (const condition of createKeysetConditions(columns, page)) {
    query = query.where(condition.$castTo<boolean>());
  }
  return query.orderBy(createKeysetOrder(columns, page));
}

function selectList(database: Reader, { importId, owner, code, isSettled }: RejectionFilter) {
  let query = database.reader.selectFrom('rejection').where('import_id', '=', importId);
  if (owner !== undefined) query = query.where(ownedBy(owner));
  if (code != null) query = query.where(hasReason(database, code));
  if (isSettled != null) query = query.where('settled_by', isSettled ? 'is not' : 'is', null);
  return query;
}

/** In a message, whose quotation marks are escaped, the JSON of a code cannot occur. */
const hasReason = ({ engine }: Reader, code: RejectionCode): RawBuilder<boolean> =>
  engine.containsText(sql.ref('reasons'), `"code":"${code}"`);
