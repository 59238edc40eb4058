import { raiseDataVersion } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { PartitionedItems } from '../run/partition-items.js';
import type { ImportCounts } from './import-repository.js';
import { insertNewRecords, type SiteIds } from './record-writer.js';
import { insertRejections, type RejectionSpace } from './rejection-repository.js';

/** What became of items, and the sites of the valid ones. */
export interface StoredItems {
  readonly counts: ImportCounts;
  readonly siteIds: SiteIds;
  /** The rejections that were kept. */
  readonly kept: RejectionSpace;
}

/** What else decides how items are stored. */
export interface StoreOptions {
  /** Sites that are known to be stored. */
  readonly knownSites?: SiteIds;
  /** How many more rejections may be kept; all, if it is not given. */
  readonly space?: RejectionSpace | undefined;
}

/**
 * Stores items of an import, in a transaction that holds the lock of the data, and returns what became
 * of them. The import's own counts are left to the caller.
 */
export async function storeItems(
  transaction: Database,
  importId: number,
  { records, rejections }: PartitionedItems,
  { knownSites, space }: StoreOptions = {},
): Promise<StoredItems> {
  const { inserted, siteIds } = await insertNewRecords(transaction, importId, records, knownSites);
  if (inserted > 0) await raiseDataVersion(transaction);
  const kept = await insertRejections(transaction, importId, rejections, space);
  const duplicates = records.length - inserted;
  return { counts: { inserted, duplicates, rejected: rejections.length }, siteIds, kept };
}
