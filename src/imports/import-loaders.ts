import DataLoader from 'dataloader';
import type { Database, Tables } from '../database/database.js';
import { boundedRejections } from './bounded-rejections.js';
import type { ReasonCounts } from './reason-counts.js';

/** An import as it is stored. */
export interface ImportRow {
  readonly id: number;
  readonly source: string | null;
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
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
  'reason_counts',
  'started_at',
  'finished_at',
] as const;

/** Reads a stored row. */
export function importRow({
  reason_counts,
  started_at,
  finished_at,
  ...row
}: Pick<Tables['import'], (typeof importColumns)[number]>): ImportRow {
  return {
    ...row,
    reasonCounts: reason_counts === null ? {} : JSON.parse(reason_counts),
    startedAt: new Date(started_at),
    finishedAt: finished_at === null ? null : new Date(finished_at),
  };
}

/** The loaders of imports. */
export function importLoaders(database: Database) {
  return {
    importById: new DataLoader<number, ImportRow | null>(async (ids) => {
      const rows = await database.reader
        .selectFrom('import')
        .select(importColumns)
        .where('id', 'in', ids)
        .execute();
      const found = new Map(rows.map((row) => [row.id, importRow(row)]));
      return ids.map((id) => found.get(id) ?? null);
    }),
    rejections: boundedRejections(database),
  };
}
