import DataLoader from 'dataloader';
import type { Selectable } from 'kysely';
import type { Database, Tables } from '../../database/database.js';
import { boundedRejections } from '../store/bounded-rejections.js';
import type { ReasonCounts } from '../store/reason-counts.js';

/** An import as it is stored. */
export interface ImportRow {
  readonly id: number;
  readonly source: string | null;
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  /** How many of the rejected items were not kept. */
  readonly rejectionsNotKept: number;
  /** The bytes that the others take. */
  readonly rejectionBytes: number;
  readonly reasonCounts: ReasonCounts;
  readonly startedAt: Date;
  readonly finishedAt: Date | null;
}

/** The columns of an {@link ImportRow}, to be read by {@link importRow}. */
export const importColumns = [
  'id',
  'source',
  'received',
  'inserted',
  'duplicates',
  'rejected',
  'rejections_not_kept',
  'rejection_bytes',
  'reason_counts',
  'started_at',
  'finished_at',
] as const;

/** Reads a stored row. */
export function importRow({
  reason_counts,
  rejections_not_kept,
  rejection_bytes,
  started_at,
  finished_at,
  ...row
}: Pick<Selectable<Tables['import']>, (typeof importColumns)[number]>): ImportRow {
  return {
    ...row,
    rejectionsNotKept: rejections_not_kept,
    rejectionBytes: Number(rejection_bytes),
    reasonCounts: reason_counts === null ? {} : JSON.parse(reason_counts),
    startedAt: new Date(started_at),
    finishedAt: finished_at === null ? null : new Date(finished_at),
  };
}

// The most values that a statement lists after `in`: far below what any engine takes.
const maxBatchSize = 1000;

/** The loaders of imports. */
export function importLoaders(database: Database) {
  return {
    importById: new DataLoader<number, ImportRow | null>((ids) => importsByIds(database, ids), {
      maxBatchSize,
    }),
    rejections: boundedRejections(database),
  };
}

async function importsByIds(database: Database, ids: readonly number[]) {
  const found = await rowsById(database.reader, ids);
  const missing = ids.filter((id) => !found.has(id));
  // Of an import that stored no new record, a replica may know later than of all others.
  const later =
    missing.length > 0 && database.engine.hasReplicas
      ? await rowsById(database.writer, missing)
      : undefined;
  return ids.map((id) => found.get(id) ?? later?.get(id) ?? null);
}

async function rowsById(
  connection: Database['reader'],
  ids: readonly number[],
): Promise<Map<number, ImportRow>> {
  const rows = await connection
    .selectFrom('import')
    .select(importColumns)
    .where('id', 'in', ids)
    .execute();
  return new Map(rows.map((row) => [row.id, importRow(row)]));
}
