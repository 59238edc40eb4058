import { hash } from 'node:crypto';
import type { Database } from '../database/database.js';
import { insertNew } from '../database/insert-new.js';
import { RequestError } from '../errors.js';
import { type ImportRow, importColumns, importRow } from './import-loaders.js';
import type { ImportRequest } from './import-request.js';
import { readRejections } from './rejections.js';
import type { RejectedItem } from './sort-items.js';

/** What became of an import's items: the three counts add up to `received`. */
export interface ImportResult extends ImportCounts {
  /** Null after a dry run, which stores nothing, not even itself. */
  readonly import: ImportRow | null;
  readonly received: number;
  readonly rejections: readonly RejectedItem[];
}

/** How many items ended in which way. */
export interface ImportCounts {
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

/** Writes down that an import begins, or finds the one that had the same idempotency key. */
export async function openImport(
  database: Database,
  request: ImportRequest,
): Promise<{ readonly id: number } | { readonly replayed: ImportResult }> {
  const key = request.idempotencyKey ?? null;
  const requestHash = key === null ? null : hashOf(request);
  const started = database.engine.storedInstant(new Date());
  const { count, lastId } = await insertNew(database, {
    table: 'import',
    uniqueColumns: ['caller', 'idempotency_key'],
    columns: [
      'source',
      'idempotency_key',
      'request_hash',
      'received',
      'inserted',
      'duplicates',
      'rejected',
      'started_at',
    ],
    rows: [[request.source ?? null, key, requestHash, request.items.length, 0, 0, 0, started]],
  });
  if (key === null || requestHash === null || count === 1) return { id: lastId };
  return { replayed: await replay(database, key, requestHash) };
}

function hashOf({ items, source, mode, dateOrder }: ImportRequest): Buffer {
  const received = items.map(({ title, uri, date }) => [title, uri, date]);
  return hash('sha256', JSON.stringify([received, source, mode, dateOrder]), 'buffer');
}

async function replay(database: Database, key: string, requestHash: Buffer): Promise<ImportResult> {
  const { request_hash, ...row } = await database.writer
    .selectFrom('import')
    .select([...importColumns, 'request_hash'])
    .where('idempotency_key', '=', key)
    .executeTakeFirstOrThrow();
  if (!requestHash.equals(request_hash ?? Buffer.alloc(0))) {
    throw new RequestError(
      'IDEMPOTENCY_KEY_REUSED',
      `The idempotency key "${key}" was used by import ${row.id} for other items; a new import needs a new key. Nothing was stored.`,
      'input.idempotencyKey',
    );
  }
  const stored = importRow(row);
  return { import: stored, ...stored, rejections: await readRejections(database, stored.id) };
}

/** Writes down how an import ended. */
export async function finishImport(
  { writer, engine }: Database,
  id: number,
  counts: ImportCounts,
): Promise<ImportRow> {
  await writer
    .updateTable('import')
    .set({ ...counts, finished_at: engine.storedInstant(new Date()) })
    .where('id', '=', id)
    .execute();
  const row = await writer
    .selectFrom('import')
    .select(importColumns)
    .where('id', '=', id)
    .executeTakeFirstOrThrow();
  return importRow(row);
}
