import { isKeyExpired } from '../run/idempotency.js';
import type { OccurrenceCounter } from '../run/occurrence-counter.js';
import type { KeyedImport } from '../store/import-repository.js';

/**
 * How to find an import that is to be resumed: by an idempotency key, which is valid for 24 hours; by its
 * first rows and its identity, until its outcome has been shown to the user; or not at all.
 */
export type ImportLookup =
  | { readonly idempotencyKey: string }
  | { readonly rows: OccurrenceCounter }
  | 'nothing';

/** Whether an import is found by its rows. */
export const isFoundByRows = (lookup: ImportLookup): boolean =>
  lookup !== 'nothing' && 'rows' in lookup;

/**
 * The key under which an import is stored and found.
 *
 * @param first the digest of the first chunk and the identity of the import
 */
export function lookupKey(lookup: ImportLookup, first: Buffer): string | null {
  if (lookup === 'nothing') return null;
  if ('idempotencyKey' in lookup) return lookup.idempotencyKey;
  const digest = first.toString('hex');
  const before = lookup.rows(digest);
  return before === 0 ? digest : `${digest} ${before}`;
}

/**
 * Whether an import that was found by its key is too old to be resumed. An unfinished import that is
 * found by its rows is always resumed; for a day after its start, a finished one is replayed, as an
 * import with an idempotency key is.
 */
export function isTooOld(found: KeyedImport, lookup: ImportLookup): boolean {
  const isUnfinished = isFoundByRows(lookup) && found.row.finishedAt === null;
  return !isUnfinished && isKeyExpired(found);
}
