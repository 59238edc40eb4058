import type { Selectable } from 'kysely';
import type { Tables } from '../../database/tables.js';
import type { ImportCounts } from './import-counts.js';

/** The progress of an import. */
export interface StoredProgress extends ImportCounts {
  /** How many of the rejected items were not stored. */
  readonly rejectionsNotKept: number;
  /** The size of the stored rejections, in bytes. */
  readonly rejectionBytes: number;
}

/** An import as it is stored. */
export interface ImportRow extends StoredProgress {
  readonly id: number;
  readonly source: string | null;
  readonly startedAt: Date;
  /** Null while the import is unfinished. */
  readonly finishedAt: Date | null;
}

/** The columns to select for {@link toImportRow}. */
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

/** Converts a row of the table, with at least the {@link importColumns}. */
export function toImportRow({
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
