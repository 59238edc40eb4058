import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { OpenDatabase } from '../../database/open-database.js';
import type { ItemRules } from '../normalise/item-rules.js';
import { hasNoField, type ReceivedItem } from '../normalise/received-item.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import type { ColumnMap } from '../rows/column-map.js';
import { remapItem } from '../rows/remap-item.js';
import type { RowBatch } from '../rows/row-batch.js';
import { finishImport, insertImport, updateProgress } from '../store/import-repository.js';
import type { ImportRow, StoredProgress } from '../store/import-row.js';
import { readRejectionPages } from '../store/rejection-repository.js';
import { addStoredItems, zeroProgress } from '../store/store-items.js';
import { importChunks } from './import-chunks.js';
import { leaseEnd } from './import-lease.js';
import { leaveOutSettled, prepareRetry, storeRetry } from './store-retry.js';

/** How to import rejected items again. */
export interface RetryOptions {
  /** The viewer that the new import belongs to, see `ownerOf`. */
  readonly owner: string;
  readonly rules?: ItemRules | undefined;
  /** Which columns or members of the rows hold the fields, where that differs from the first time. */
  readonly map?: ColumnMap | undefined;
  /** Ends the import after the items that are being stored; the import stays unfinished. */
  readonly signal?: AbortSignal;
  /** Called with the number of items that are done. */
  readonly onProgress?: (done: number) => void;
}

/** The new import, as it is after a chunk. */
interface Retry {
  readonly id: number;
  readonly progress: StoredProgress;
  /** Defined after the last chunk. */
  readonly finished: ImportRow | undefined;
}

/**
 * Imports the rejected items of an import again that no retry has stored yet, as a new import, in
 * transactions of at most 10,000. The old rejections stay, and those of items that are stored now are
 * settled; so a retry that was stopped is completed by another one.
 *
 * Returns undefined if there is no such item. Throws what the signal throws.
 */
export async function retryRejections(
  { fork }: OpenDatabase,
  importId: number,
  { owner, rules = {}, map, signal, onProgress = () => {} }: RetryOptions,
): Promise<ImportRow | undefined> {
  const newImport = { owner, source: retrySource(importId), retryOf: importId };
  const indexes: number[] = [];
  let retry: Retry | undefined;
  for await (const { items, from, isLast } of importChunks(
    rejectedItems(fork(), importId, map, indexes),
  )) {
    if (items.length === 0) return undefined;
    signal?.throwIfAborted();
    const retried = items.map((item, at) => ({ index: indexes[from + at] ?? 0, item }));
    const prepared = await prepareRetry(retried, rules);
    const { id: begunId, progress: before = zeroProgress } = retry ?? {};
    retry = await fork().transaction(async (transaction) => {
      await lockData(transaction);
      const left = await leaveOutSettled(transaction, prepared, { importId, rules });
      const id = begunId ?? (await insertImport(transaction, newImport));
      const stored = await storeRetry(transaction, left, importId, id);
      const progress = addStoredItems(before, stored);
      await updateProgress(transaction, id, progress, { activeUntil: leaseEnd() });
      const finished = isLast ? await finishImport(transaction, id) : undefined;
      return { id, progress, finished };
    });
    onProgress(retry.progress.received);
  }
  return retry?.finished;
}

/** The source of an import that retries another one. */
export const retrySource = (importId: number): string => `retry of import ${importId}`;

/** @param indexes takes the index of each item that is yielded */
async function* rejectedItems(
  database: Database,
  importId: number,
  map: ColumnMap | undefined,
  indexes: number[],
): AsyncGenerator<RowBatch> {
  for await (const page of readRejectionPages(database, importId, { unsettled: true })) {
    for (const { index } of page) indexes.push(index);
    yield { items: page.map((rejected) => itemToRetry(rejected, map)), bytes: 0 };
  }
}

/** A rejected item as it is imported again. */
export function itemToRetry(
  { item: stored, reasons: [fault] }: RejectedItem,
  map?: ColumnMap,
): ReceivedItem {
  const item = map === undefined ? stored : remapItem(stored, map);
  // A row from which no item could be read is still unreadable, for the same reason.
  const isUnreadable = item.raw != null && hasNoField(item) && fault !== undefined;
  return isUnreadable ? { ...item, fault } : item;
}
