import type { Database } from '../../database/database.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { toStoredRejection } from './rejection-repository.js';

const indexesPerStatement = 1000;

/** Reads the rejections of an import with these indexes that no retry has stored, by their indexes. */
export async function readUnsettled(
  { writer }: Database,
  importId: number,
  indexes: readonly number[],
): Promise<ReadonlyMap<number, RejectedItem>> {
  const found = new Map<number, RejectedItem>();
  for (let from = 0; from < indexes.length; from += indexesPerStatement) {
    const rows = await writer
      .selectFrom('rejection')
      .select(['item_index', 'received', 'reasons', 'settled_by'])
      .where('import_id', '=', importId)
      .where('item_index', 'in', indexes.slice(from, from + indexesPerStatement))
      .where('settled_by', 'is', null)
      .execute();
    for (const row of rows) found.set(row.item_index, toStoredRejection(row));
  }
  return found;
}

/**
 * Notes which retry has stored rejected items, in its transaction: in the import that it retries, and in
 * those that this one retried in turn, as a retry keeps the indexes of its items.
 */
export async function settleRejections(
  database: Database,
  importId: number,
  indexes: readonly number[],
  settledBy: number,
): Promise<void> {
  for (const id of await readRetriedImports(database, importId)) {
    for (let from = 0; from < indexes.length; from += indexesPerStatement) {
      await database.writer
        .updateTable('rejection')
        .set({ settled_by: settledBy })
        .where('import_id', '=', id)
        .where('item_index', 'in', indexes.slice(from, from + indexesPerStatement))
        .where('settled_by', 'is', null)
        .execute();
    }
  }
}

/** The import itself, the one that it retried, the one that that one retried, and so on. */
async function readRetriedImports({ writer }: Database, importId: number): Promise<number[]> {
  const ids: number[] = [];
  for (let id: number | null = importId; id !== null; ) {
    ids.push(id);
    const row: { retry_of: number | null } | undefined = await writer
      .selectFrom('import')
      .select('retry_of')
      .where('id', '=', id)
      .executeTakeFirst();
    id = row?.retry_of == null ? null : Number(row.retry_of);
  }
  return ids;
}
