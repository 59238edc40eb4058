import { type Selectable, sql } from 'kysely';
import type { Database } from '../../database/database.js';
import { insertIgnore } from '../../database/insert-ignore.js';
import type { Tables } from '../../database/tables.js';
import { createKeysetConditions, createKeysetOrder } from '../../paging/keyset-condition.js';
import { type Page, type PageRows, toPageRows } from '../../paging/page.js';
import { type ImportRow, importColumns, type StoredProgress, toImportRow } from './import-row.js';

/** What is known of an import at its start. */
export interface NewImport {
  /** The viewer that the import belongs to, see `ownerOf`. */
  readonly owner: string;
  readonly source?: string | null | undefined;
  /** The idempotency key. No other import of the owner may have it. */
  readonly key?: string | null | undefined;
  /** The id of the import whose rejected items it retries. */
  readonly retryOf?: number | undefined;
}

/** An import with the digest of the items that were received under its key. */
export interface KeyedImport {
  readonly row: ImportRow;
  readonly digest: Uint8Array | null;
}

/** Finds the owner's import with this key, finished or not. */
export async function findKeyedImport(
  database: Database,
  owner: string,
  key: string,
): Promise<KeyedImport | undefined> {
  const found = await selectKeyed(database)
    .where('caller', '=', owner)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return found && toKeyedImport(found);
}

/** Reads the import with this id. Throws if it does not exist. */
export async function readKeyedImport(database: Database, id: number): Promise<KeyedImport> {
  return toKeyedImport(await selectKeyed(database).where('id', '=', id).executeTakeFirstOrThrow());
}

const keyedColumns = [...importColumns, 'request_hash'] as const;

const selectKeyed = ({ writer }: Database) => writer.selectFrom('import').select(keyedColumns);

function toKeyedImport({
  request_hash,
  ...row
}: Pick<Selectable<Tables['import']>, (typeof keyedColumns)[number]>): KeyedImport {
  return { row: toImportRow(row), digest: request_hash };
}

/**
 * Reads the imports with these ids, by their ids; those that do not exist are left out.
 *
 * @param owner leaves out the imports of all others; undefined for all
 */
export async function readImportsById(
  connection: Database['reader'],
  ids: readonly number[],
  owner: string | undefined,
): Promise<ReadonlyMap<number, ImportRow>> {
  let query = connection.selectFrom('import').select(importColumns).where('id', 'in', ids);
  if (owner !== undefined) query = query.where('caller', '=', owner);
  const rows = await query.execute();
  return new Map(rows.map((row) => [row.id, toImportRow(row)]));
}

/**
 * Reads one page of the imports, the latest first.
 *
 * @param owner leaves out the imports of all others; undefined for all
 */
export async function readImports(
  { reader }: Database,
  page: Page,
  owner: string | undefined,
): Promise<PageRows<ImportRow>> {
  const id = sql.ref('import.id');
  const columns = { key: id, id, descending: true, stored: (key: number) => key };
  let query = reader
    .selectFrom('import')
    .select(importColumns)
    .limit(page.size + 1);
  if (owner !== undefined) query = query.where('caller', '=', owner);
  for (const condition of createKeysetConditions(columns, page)) {
    query = query.where(condition.$castTo<boolean>());
  }
  const rows = await query.orderBy(createKeysetOrder(columns, page)).execute();
  return toPageRows(page, rows.map(toImportRow));
}

/**
 * Inserts an import, in a transaction that holds the lock of the data, and returns its id.
 * Throws if another import of the owner has the key.
 */
export async function insertImport(
  database: Database,
  { owner, source = null, key = null, retryOf }: NewImport,
): Promise<number> {
  const startedAt = database.engine.storedInstant(new Date());
  const { count, lastId } = await insertIgnore(database, {
    table: 'import',
    uniqueColumns: ['caller', 'idempotency_key'],
    columns: [
      'caller',
      'source',
      'idempotency_key',
      'received',
      'inserted',
      'duplicates',
      'rejected',
      'started_at',
      'retry_of',
    ],
    rows: [[owner, source, key, 0, 0, 0, 0, startedAt, retryOf ?? null]],
  });
  if (count === 0) throw new Error(`The key "${key}" of ${owner} is in use.`);
  return lastId;
}

/** What changes with the progress of an import, besides its counts. */
export interface ProgressDetails {
  /** A digest of everything received so far, by which a repeated request is recognised; 32 bytes. */
  readonly digest?: Buffer | null;
  readonly bytesRead?: number;
  /** See `ImportLease`. */
  readonly activeUntil?: Date;
}

/** Updates the progress of an import. */
export async function updateProgress(
  { writer, engine }: Database,
  id: number,
  { reasonCounts, rejectionsNotKept, rejectionBytes, ...counts }: StoredProgress,
  { digest = null, bytesRead, activeUntil }: ProgressDetails = {},
): Promise<void> {
  await writer
    .updateTable('import')
    .set({
      ...counts,
      reason_counts: JSON.stringify(reasonCounts),
      rejections_not_kept: rejectionsNotKept,
      rejection_bytes: rejectionBytes,
      request_hash: digest,
      bytes_read: bytesRead ?? null,
      active_until: activeUntil === undefined ? null : engine.storedInstant(activeUntil),
    })
    .where('id', '=', id)
    .execute();
}

/** Sets until when an unfinished import is certainly running; null if nobody works on it any more. */
export async function setActiveUntil(
  { writer, engine }: Database,
  id: number,
  until: Date | null,
): Promise<void> {
  await writer
    .updateTable('import')
    .set({ active_until: until === null ? null : engine.storedInstant(until) })
    .where('id', '=', id)
    .where('finished_at', 'is', null)
    .execute();
}

/** Marks an import as finished now, and returns it. */
export async function finishImport({ writer, engine }: Database, id: number): Promise<ImportRow> {
  await writer
    .updateTable('import')
    .set({ finished_at: engine.storedInstant(new Date()), active_until: null })
    .where('id', '=', id)
    .execute();
  const row = await writer
    .selectFrom('import')
    .select(importColumns)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return toImportRow(row);
}

/**
 * Removes an import's key, so that its owner can use it for another import. The digest stays:
 * processes that are storing chunks of this import at the moment still recognise their rows by it.
 */
export async function releaseKey({ writer }: Database, id: number): Promise<void> {
  await writer.updateTable('import').set({ idempotency_key: null }).where('id', '=', id).execute();
}
