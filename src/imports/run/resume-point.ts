import type { KeyedImport } from '../store/import-repository.js';
import { type ImportChunk, RowsChanged } from './import-target.js';

/** Digests of an import's rows, from the first row up to three places. */
export interface ChunkDigests {
  /** Up to the end of the first chunk. */
  readonly first: Buffer;
  /** Up to the beginning of this chunk; undefined for the first one. */
  readonly before: Buffer | undefined;
  /** Up to the end of this chunk. */
  readonly after: Buffer;
}

// The column holds 32 bytes. Two digests that share their first 16 bytes do not occur.
const halfBytes = 16;
const half = (digest: Uint8Array) => digest.subarray(0, halfBytes);
const startsWithHalf = (digest: Buffer, stored: Uint8Array) =>
  Buffer.compare(half(digest), stored) === 0;

/**
 * The digest to store with an import, by which {@link isChunkStored} recognises its resume point: half
 * that of its first chunk, half that of all rows that are done. The number of those is its `received`.
 */
export function computeResumeDigest({ first, after }: ChunkDigests): Buffer {
  return Buffer.concat([half(first), half(after)]);
}

/** Throws {@link RowsChanged} if the import was begun with another first chunk. */
export function checkFirstChunk({ digest }: KeyedImport, first: Buffer): void {
  if (digest !== null && !startsWithHalf(first, half(digest))) throw new RowsChanged();
}

/**
 * Whether a chunk lies before the resume point of an import, and so is stored already. If not, it is the
 * next chunk. Throws {@link RowsChanged} if the import was begun with other rows.
 */
export function isChunkStored(
  found: KeyedImport,
  { from, items, isLast }: ImportChunk,
  { first, before, after }: ChunkDigests,
): boolean {
  const { received, finishedAt } = found.row;
  const end = from + items.length;
  const stored = found.digest?.subarray(halfBytes);
  const isDoneUpTo = (digest: Buffer | undefined) =>
    digest !== undefined && stored !== undefined && startsWithHalf(digest, stored);
  checkFirstChunk(found, first);
  if (received > end && !isLast) return true;
  if (received === end && isDoneUpTo(after)) return true;
  const isNext = received === from && finishedAt === null;
  if (isNext && (from === 0 || isDoneUpTo(before))) return false;
  throw new RowsChanged();
}
