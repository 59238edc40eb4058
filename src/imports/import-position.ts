import type { KeyedImport } from './import-journal.js';
import { type ImportChunk, RowsChanged } from './import-target.js';

/** The digests of an import's rows up to the beginning of a chunk, and up to its end. */
export interface ChunkDigests {
  /** Undefined for the first chunk. */
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

/**
 * Whether an import has a chunk already; else it is the one that comes next.
 * Throws {@link RowsChanged} when the import was begun with other rows.
 */
export function holdsChunk(
  { row: { received, finishedAt }, digest }: KeyedImport,
  { from, items, isLast }: ImportChunk,
  { before, after }: ChunkDigests,
): boolean {
  const end = from + items.length;
  const hasDigest = (other: Buffer | undefined) =>
    digest !== null && other?.equals(digest) === true;
  if (received > end && !isLast) return true;
  if (received === end && hasDigest(after)) return true;
  const isNext = received === from && finishedAt === null;
  if (isNext && (from === 0 || hasDigest(before))) return false;
  throw new RowsChanged();
}
