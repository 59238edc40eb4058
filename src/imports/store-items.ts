import { raiseDataVersion } from '../database/data-version-row.js';
import type { Database } from '../database/database.js';
import type { ImportCounts } from './import-journal.js';
import { insertRejections } from './rejections.js';
import type { SortedItems } from './sort-items.js';
import { insertNewRecords, type SiteIds } from './store-records.js';

/** What became of items, and the sites of the valid ones. */
export interface StoredItems {
  readonly counts: ImportCounts;
  readonly siteIds: SiteIds;
}

/**
 * Stores items of an import, in a transaction that holds the lock of the data, and returns what became
 * of them. The import's own counts are left to the caller.
 */
export async function storeItems(
  transaction: Database,
  importId: number,
  { records, rejections }: SortedItems,
  knownSites?: SiteIds,
): Promise<StoredItems> {
  const { inserted, siteIds } = await insertNewRecords(transaction, importId, records, knownSites);
  if (inserted > 0) await raiseDataVersion(transaction);
  await insertRejections(transaction, importId, rejections);
  const duplicates = records.length - inserted;
  return { counts: { inserted, duplicates, rejected: rejections.length }, siteIds };
}
