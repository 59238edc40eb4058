import DataLoader from 'dataloader';
import type { Database } from '../../database/database.js';
import { readImportsById } from '../store/import-repository.js';
import type { ImportRow } from '../store/import-row.js';
import { createRejectionReader } from '../store/rejection-reader.js';

// The most values that a statement lists after `in`: far below what any engine accepts.
const maxBatchSize = 1000;

/** The loaders of imports. */
export function importLoaders(database: Database) {
  return {
    importById: new DataLoader<number, ImportRow | null>((ids) => importsByIds(database, ids), {
      maxBatchSize,
    }),
    rejections: createRejectionReader(database),
  };
}

async function importsByIds(database: Database, ids: readonly number[]) {
  const found = await readImportsById(database.reader, ids);
  const missing = ids.filter((id) => !found.has(id));
  // Replicas are chosen by the version of the data, which an import without new records does not raise.
  const onPrimary =
    missing.length > 0 && database.engine.hasReplicas
      ? await readImportsById(database.writer, missing)
      : undefined;
  return ids.map((id) => found.get(id) ?? onPrimary?.get(id) ?? null);
}
