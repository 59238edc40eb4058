import { raiseDataVersion } from '../database/data-version-row.js';
import type { Database } from '../database/database.js';
import type { ImportCounts } from './import-journal.js';
import { insertRejections } from './rejections.js';
import type { SortedItems } from './sort-items.js';
import { insertNewRecords } from './store-records.js';

/**
 * Stores items of an import, in a transaction that holds the lock of the data, and returns what became
 * of them. The import's own counts are left to the caller.
 */
export async function storeItems(
  transaction: Database,
  importId: number,
  { records, rejections }: SortedItems,
): Promise<ImportCounts> {
  const inserted = await insertNewRecords(transaction, importId, records);
  if (inserted > 0) await raiseDataVersion(transaction);
  await insertRejections(transaction, importId, rejections);
  return { inserted, duplicates: records.length - inserted, rejected: rejections.length };
}
