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
import { addStoredItems, storeItems, zeroProgress } from '../store/store-items.js';
import { importChunks } from './import-chunks.js';
import { partitionItems } from './partition-items.js';

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
 * Imports the rejected items of an import again, as a new import, in transactions of at most 10,000.
 * The old rejections stay. An item that has been stored since is a duplicate, so repeating a retry is
 * harmless.
 *
 * Returns undefined if no item was rejected. Throws what the signal throws.
 */
export async function retryRejections(
  { fork }: OpenDatabase,
  importId: number,
  { owner, rules = {}, map, signal, onProgress = () => {} }: RetryOptions,
): Promise<ImportRow | undefined> {
  const newImport = { owner, source: `retry of import ${importId}`, retryOf: importId };
  let retry: Retry | undefined;
  for await (const chunk of importChunks(rejectedItems(fork(), importId, map))) {
    if (chunk.items.length === 0) return undefined;
    signal?.throwIfAborted();
    const partitioned = await partitionItems(chunk, rules);
    const { id: begunId, progress: before = zeroProgress } = retry ?? {};
    retry = await fork().transaction(async (transaction) => {
      await lockData(transaction);
      const id = begunId ?? (await insertImport(transaction, newImport));
      const progress = addStoredItems(before, await storeItems(transaction, id, partitioned));
      await updateProgress(transaction, id, progress);
      const finished = chunk.isLast ? await finishImport(transaction, id) : undefined;
      return { id, progress, finished };
    });
    onProgress(retry.progress.received);
  }
  return retry?.finished;
}

async function* rejectedItems(
  database: Database,
  importId: number,
  map: ColumnMap | undefined,
): AsyncGenerator<RowBatch> {
  for await (const page of readRejectionPages(database, importId)) {
    yield { items: page.map((rejected) => itemToRetry(rejected, map)), bytes: 0 };
  }
}

function itemToRetry(
  { item: stored, reasons: [fault] }: RejectedItem,
  map: ColumnMap | undefined,
): ReceivedItem {
  const item = map === undefined ? stored : remapItem(stored, map);
  // A row from which no item could be read is still unreadable, for the same reason.
  const isUnreadable = item.raw != null && hasNoField(item) && fault !== undefined;
  return isUnreadable ? { ...item, fault } : item;
}
