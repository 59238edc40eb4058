import type { Selectable } from 'kysely';
import type { StoredInstant, Tables } from '../../database/tables.js';
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
  /** The viewer that the import belongs to, see `ownerOf`. */
  readonly owner: string;
  readonly source: string | null;
  readonly startedAt: Date;
  /** Null while the import is unfinished. */
  readonly finishedAt: Date | null;
  /** How many bytes of the decompressed input are done; null if it was a list of items. */
  readonly bytesRead: number | null;
  /** Until when the import is certainly running, unless it ends before; see `ImportLease`. */
  readonly activeUntil: Date | null;
  /** The id of the import whose rejected items this one retries. */
  readonly retryOf: number | null;
}

/** What is happening to an import; clients know it as its state. */
export type ImportPhase = 'RUNNING' | 'FINISHED' | 'INTERRUPTED';

/** The phase of an import now. One whose process was killed is running for as long as its lease lasts. */
export function phaseOf({ finishedAt, activeUntil }: ImportRow): ImportPhase {
  if (finishedAt !== null) return 'FINISHED';
  return activeUntil !== null && activeUntil.getTime() > Date.now() ? 'RUNNING' : 'INTERRUPTED';
}

/** The columns to select for {@link toImportRow}. */
export const importColumns = [
  'id',
  'caller',
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
  'bytes_read',
  'active_until',
  'retry_of',
] as const;

/** Converts a row of the table, with at least the {@link importColumns}. */
export function toImportRow(
  stored: Pick<Selectable<Tables['import']>, (typeof importColumns)[number]>,
): ImportRow {
  const { id, source, received, inserted, duplicates, rejected } = stored;
  return {
    ...{ id, source, received, inserted, duplicates, rejected },
    // MySQL returns bytes.
    owner: String(stored.caller),
    rejectionsNotKept: stored.rejections_not_kept,
    rejectionBytes: Number(stored.rejection_bytes),
    reasonCounts: stored.reason_counts === null ? {} : JSON.parse(stored.reason_counts),
    startedAt: new Date(stored.started_at),
    finishedAt: toInstant(stored.finished_at),
    bytesRead: toNumber(stored.bytes_read),
    activeUntil: toInstant(stored.active_until),
    retryOf: toNumber(stored.retry_of),
  };
}

const toInstant = (stored: StoredInstant | null) => (stored === null ? null : new Date(stored));

// Drivers return large numbers as strings.
const toNumber = (stored: number | null) => (stored === null ? null : Number(stored));
