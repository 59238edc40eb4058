import DataLoader from 'dataloader';
import type { Database } from '../../database/database.js';
import { readImportsById } from '../store/import-repository.js';
import type { ImportRow } from '../store/import-row.js';
import { createRejectionReader } from '../store/rejection-reader.js';

// The maximum number of values after `in`, far below what any engine accepts.
const maxBatchSize = 1000;

/**
 * The loaders of imports.
 *
 * @param readableOwner the owner whose imports are found; undefined if all are
 */
export function importLoaders(database: Database, readableOwner: () => string | undefined) {
  return {
    importById: new DataLoader<number, ImportRow | null>(
      (ids) => importsByIds(database, ids, readableOwner()),
      {
        maxBatchSize,
      },
    ),
    rejections: createRejectionReader(database, readableOwner),
  };
}

async function importsByIds(database: Database, ids: readonly number[], owner: string | undefined) {
  const found = await readImportsById(database.reader, ids, owner);
  const missing = ids.filter((id) => !found.has(id));
  // Replicas are chosen by the version of the data, which an import without new records does not raise.
  const onPrimary =
    missing.length > 0 && database.engine.hasReplicas
      ? await readImportsById(database.writer, missing, owner)
      : undefined;
  return ids.map((id) => found.get(id) ?? onPrimary?.get(id) ?? null);
}
