import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { OpenDatabase } from '../../database/open-database.js';
import type { DateOptions } from '../../dates/parse-date.js';
import type { ImportRow } from '../graphql/import-loaders.js';
import { hasNoField, type ReceivedItem } from '../normalise/normalise-record.js';
import type { ColumnMap } from '../rows/column-map.js';
import { remapItem } from '../rows/remap-item.js';
import type { RowBatch } from '../rows/row-batch.js';
import {
  beginImport,
  finishImport,
  type ImportProgressRow,
  writeProgress,
} from '../store/import-repository.js';
import { countReasons } from '../store/reason-counts.js';
import { rejectionPages } from '../store/rejection-repository.js';
import { storeItems } from '../store/store-items.js';
import { importChunks } from './import-chunks.js';
import { type PartitionedItems, partitionItems, type RejectedItem } from './partition-items.js';

/** How to import rejected items again. */
export interface RetryOptions {
  /** Whose import it is, see `callerOf`. */
  readonly caller: string;
  readonly dates?: DateOptions | undefined;
  /** Which columns or members of the rows hold the fields, where others than before. */
  readonly map?: ColumnMap | undefined;
  /** Ends the import after the items that are being stored; it is left unfinished then. */
  readonly signal?: AbortSignal;
  /** Hears how many items are done. */
  readonly onProgress?: (done: number) => void;
}

/** An import that goes on, or its end. */
interface Retry {
  readonly id: number;
  readonly progress: ImportProgressRow;
  readonly finished: ImportRow | undefined;
}

/**
 * Imports the rejected items of an import again, as a new import, in transactions of at most 10,000.
 * The old rejections stay. Items that are stored by now are duplicates, so it can be done again.
 *
 * Returns undefined where no item was rejected. Throws what the signal throws.
 */
export async function retryRejections(
  { fork }: OpenDatabase,
  importId: number,
  { caller, dates = {}, map, signal, onProgress = () => {} }: RetryOptions,
): Promise<ImportRow | undefined> {
  const begun = { caller, source: `retry of import ${importId}` };
  let retry: Retry | undefined;
  for await (const { items, from, isLast } of importChunks(rejectedItems(fork(), importId, map))) {
    if (items.length === 0) return undefined;
    signal?.throwIfAborted();
    const sorted = await partitionItems({ items, mode: 'PARTIAL' }, dates);
    const rejections = sorted.rejections.map((each) => ({ ...each, index: from + each.index }));
    const before = retry;
    retry = await fork().transaction(async (transaction) => {
      await lockData(transaction);
      const id = before?.id ?? (await beginImport(transaction, begun));
      const progress = await store(transaction, id, { ...sorted, rejections }, before?.progress);
      return { id, progress, finished: isLast ? await finishImport(transaction, id) : undefined };
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
  for await (const page of rejectionPages(database, importId)) {
    yield { items: page.map((rejected) => retriedItem(rejected, map)), bytes: 0 };
  }
}

function retriedItem(
  { item: kept, reasons: [fault] }: RejectedItem,
  map: ColumnMap | undefined,
): ReceivedItem {
  const item = map === undefined ? kept : remapItem(kept, map);
  // What no item could be read from is as unreadable as before, and for the same reason.
  const isUnreadable = item.raw != null && hasNoField(item) && fault !== undefined;
  return isUnreadable ? { ...item, fault } : item;
}

const nothing: ImportProgressRow = {
  received: 0,
  inserted: 0,
  duplicates: 0,
  rejected: 0,
  reasonCounts: {},
  rejectionsNotKept: 0,
  rejectionBytes: 0,
};

async function store(
  transaction: Database,
  id: number,
  sorted: PartitionedItems,
  before: ImportProgressRow = nothing,
): Promise<ImportProgressRow> {
  const { counts, kept } = await storeItems(transaction, id, sorted);
  const { inserted, duplicates, rejected } = counts;
  const reasons = sorted.rejections.map((rejection) => rejection.reasons);
  const progress = {
    received: before.received + inserted + duplicates + rejected,
    inserted: before.inserted + inserted,
    duplicates: before.duplicates + duplicates,
    rejected: before.rejected + rejected,
    reasonCounts: countReasons(reasons, before.reasonCounts),
    rejectionsNotKept: 0,
    rejectionBytes: before.rejectionBytes + kept.bytes,
  };
  await writeProgress(transaction, id, progress);
  return progress;
}
