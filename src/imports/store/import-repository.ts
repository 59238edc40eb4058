import type { Selectable } from 'kysely';
import type { Database, Tables } from '../../database/database.js';
import { insertIgnore } from '../../database/insert-ignore.js';
import { type ImportRow, importColumns, importRow } from '../graphql/import-loaders.js';
import type { ReasonCounts } from './reason-counts.js';

/** How many items ended in which way. */
export interface ImportCounts {
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** What is known of an import when it begins. */
export interface NewImport {
  /** Whose import it is, at most 255 bytes. */
  readonly caller: string;
  readonly source?: string | null | undefined;
  /** The idempotency key. No other import of the caller may have it. */
  readonly key?: string | null | undefined;
}

/** What became of the items so far. */
export interface ImportProgressRow extends ImportCounts {
  /** The sum of the counts. */
  readonly received: number;
  readonly reasonCounts: ReasonCounts;
  readonly rejectionsNotKept: number;
  readonly rejectionBytes: number;
  /** Digest of what was received so far, so that nothing else is taken for it; 32 bytes. */
  readonly digest?: Buffer | null;
}

/** An import that has its key, and the digest of what was received with it. */
export interface KeyedImport {
  readonly row: ImportRow;
  readonly digest: Uint8Array | null;
}

/** The caller's import with this key, finished or not. */
export async function findKeyedImport(
  database: Database,
  caller: string,
  key: string,
): Promise<KeyedImport | undefined> {
  const found = await selectKeyed(database)
    .where('caller', '=', caller)
    .where('idempotency_key', '=', key)
    .executeTakeFirst();
  return found && keyedImport(found);
}

/** The import with this id, which must be there. */
export async function readKeyedImport(database: Database, id: number): Promise<KeyedImport> {
  return keyedImport(await selectKeyed(database).where('id', '=', id).executeTakeFirstOrThrow());
}

const keyedColumns = [...importColumns, 'request_hash'] as const;

const selectKeyed = ({ writer }: Database) => writer.selectFrom('import').select(keyedColumns);

function keyedImport({
  request_hash,
  ...row
}: Pick<Selectable<Tables['import']>, (typeof keyedColumns)[number]>): KeyedImport {
  return { row: importRow(row), digest: request_hash };
}

/**
 * Writes down that an import begins, in a transaction that holds the lock of the data, and returns its
 * id. Throws when an import of the caller has the key.
 */
export async function beginImport(database: Database, begun: NewImport): Promise<number> {
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
    ],
    rows: [[begun.caller, begun.source ?? null, begun.key ?? null, 0, 0, 0, 0, startedAt]],
  });
  if (count === 0) throw new Error(`The key "${begun.key}" of ${begun.caller} is in use.`);
  return lastId;
}

/** Writes down how far an import is. */
export async function writeProgress(
  { writer }: Database,
  id: number,
  { reasonCounts, rejectionsNotKept, rejectionBytes, digest = null, ...counts }: ImportProgressRow,
): Promise<void> {
  await writer
    .updateTable('import')
    .set({
      ...counts,
      reason_counts: JSON.stringify(reasonCounts),
      rejections_not_kept: rejectionsNotKept,
      rejection_bytes: rejectionBytes,
      request_hash: digest,
    })
    .where('id', '=', id)
    .execute();
}

/** Writes down that an import ended. */
export async function finishImport({ writer, engine }: Database, id: number): Promise<ImportRow> {
  await writer
    .updateTable('import')
    .set({ finished_at: engine.storedInstant(new Date()) })
    .where('id', '=', id)
    .execute();
  const row = await writer
    .selectFrom('import')
    .select(importColumns)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return importRow(row);
}

/**
 * Takes an import's key from it, so that the caller can use it for another one. The digest stays: who
 * is at the same import just now goes on by it.
 */
export async function releaseKey({ writer }: Database, id: number): Promise<void> {
  await writer.updateTable('import').set({ idempotency_key: null }).where('id', '=', id).execute();
}
