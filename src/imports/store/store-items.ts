import { raiseDataVersion } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { NormalisedRecord } from '../normalise/normalise-record.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { addCounts, countOutcome, type ImportCounts, zeroCounts } from './import-counts.js';
import type { StoredProgress } from './import-row.js';
import { insertNewRecords, type SiteIds } from './record-writer.js';
import { insertRejections, type RejectionSpace } from './rejection-repository.js';

/** The items of an import: the records to store, and the items that were rejected. */
export interface PartitionedItems {
  readonly records: readonly NormalisedRecord[];
  /** In the order of their indexes. */
  readonly rejections: readonly RejectedItem[];
}

/** The outcome of items, and the sites of the valid ones. */
export interface StoredItems {
  readonly counts: ImportCounts;
  readonly siteIds: SiteIds;
  /** How many of the rejections were stored. */
  readonly storedRejections: RejectionSpace;
}

/** Options of {@link storeItems}. */
export interface StoreOptions {
  /** Sites that are known to be stored. */
  readonly knownSites?: SiteIds;
  /** How many more rejections may be stored; if undefined, all. */
  readonly space?: RejectionSpace | undefined;
}

/**
 * Stores items of an import, in a transaction that holds the lock of the data, and returns their
 * outcome. The caller updates the import itself.
 */
export async function storeItems(
  transaction: Database,
  importId: number,
  { records, rejections }: PartitionedItems,
  { knownSites, space }: StoreOptions = {},
): Promise<StoredItems> {
  const { inserted, siteIds } = await insertNewRecords(transaction, importId, records, knownSites);
  if (inserted > 0) await raiseDataVersion(transaction);
  const storedRejections = await insertRejections(transaction, importId, rejections, space);
  const duplicates = records.length - inserted;
  return { counts: countOutcome({ inserted, duplicates, rejections }), siteIds, storedRejections };
}

/** The progress of an import that has stored nothing. */
export const zeroProgress: StoredProgress = {
  ...zeroCounts,
  rejectionsNotKept: 0,
  rejectionBytes: 0,
};

/** The progress of an import after some more of its items were stored. */
export function addStoredItems(
  progress: StoredProgress,
  { counts, storedRejections }: StoredItems,
): StoredProgress {
  return {
    ...addCounts(progress, counts),
    rejectionsNotKept: progress.rejectionsNotKept + counts.rejected - storedRejections.count,
    rejectionBytes: progress.rejectionBytes + storedRejections.bytes,
  };
}
