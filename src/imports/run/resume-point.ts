import type { KeyedImport } from '../store/import-repository.js';
import { type ImportChunk, RowsChanged } from '../targets/import-target.js';

/** The digests of an import's rows up to the end of a chunk, and up to places before it. */
export interface ChunkDigests {
  /** Up to the end of the first chunk. */
  readonly first: Buffer;
  /** Up to the beginning of the chunk; undefined for the first one. */
  readonly before: Buffer | undefined;
  readonly after: Buffer;
}

// The column has room for 32 bytes, and two digests that begin with the same 16 are unheard of.
const halfBytes = 16;
const half = (digest: Uint8Array) => digest.subarray(0, halfBytes);
const isHalf = (kept: Uint8Array, digest: Buffer) => Buffer.compare(half(digest), kept) === 0;

/** What is kept of an import's digests: of its first chunk, and of all that is done. */
export function keptDigest({ first, after }: ChunkDigests): Buffer {
  return Buffer.concat([half(first), half(after)]);
}

/** Throws {@link RowsChanged} when the import was begun with another first chunk. */
export function requireFirst({ digest }: KeyedImport, first: Buffer): void {
  if (digest !== null && !isHalf(half(digest), first)) throw new RowsChanged();
}

/**
 * Whether an import has a chunk already; else it is the one that comes next.
 * Throws {@link RowsChanged} when the import was begun with other rows.
 */
export function holdsChunk(
  found: KeyedImport,
  { from, items, isLast }: ImportChunk,
  { first, before, after }: ChunkDigests,
): boolean {
  const { received, finishedAt } = found.row;
  const end = from + items.length;
  const kept = found.digest?.subarray(halfBytes);
  const isUpTo = (digest: Buffer | undefined) =>
    digest !== undefined && kept !== undefined && isHalf(kept, digest);
  requireFirst(found, first);
  if (received > end && !isLast) return true;
  if (received === end && isUpTo(after)) return true;
  const isNext = received === from && finishedAt === null;
  if (isNext && (from === 0 || isUpTo(before))) return false;
  throw new RowsChanged();
}
