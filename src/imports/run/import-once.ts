import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import type { ImportCounts } from '../store/import-counts.js';
import type { ImportRow } from '../store/import-row.js';
import { readRejections } from '../store/rejection-repository.js';
import { findEarlierImport } from './idempotency.js';

/** The result of an import. */
export interface ImportResult extends ImportCounts {
  /** Null if nothing was stored: after a dry run, and after a retry for which there were no items. */
  readonly import: ImportRow | null;
  readonly rejections: readonly RejectedItem[];
  /** See `countEscapedUris`. */
  readonly escapedUris: number;
  /** Whether this is the result of an earlier import, and nothing was stored now. */
  readonly replayed: boolean;
}

/** An import that is stored at once, or only tried. */
export interface SingleImport {
  readonly owner: string;
  /** The idempotency key, and the digest of the request. */
  readonly keyed: { readonly key: string; readonly digest: Buffer } | undefined;
  readonly dryRun: boolean;
  /** See `countEscapedUris`. */
  readonly escapedUris: number;
}

/** What an import stores in its transaction. */
export type StoreImport = (
  transaction: Database,
) => Promise<Omit<ImportResult, 'escapedUris' | 'replayed'>>;

/**
 * Stores an import in one transaction that holds the lock of the data, unless the owner sent it before
 * with the same key: then that result is returned. A dry run is undone.
 *
 * Throws `IDEMPOTENCY_KEY_REUSED`.
 */
export async function importOnce(
  database: Database,
  { owner, keyed, dryRun, escapedUris }: SingleImport,
  store: StoreImport,
): Promise<ImportResult> {
  try {
    return await database.transaction(async (transaction) => {
      await lockData(transaction);
      const earlier =
        keyed && (await findEarlierImport(transaction, owner, keyed.key, keyed.digest));
      const stored = earlier ? await replay(transaction, earlier) : await store(transaction);
      const result = { ...stored, escapedUris, replayed: earlier !== undefined };
      if (dryRun) throw new DryRunDone({ ...result, import: null });
      return result;
    });
  } catch (error) {
    if (error instanceof DryRunDone) return error.result;
    throw error;
  }
}

/** Carries the result of a dry run out of the transaction, which is rolled back. */
class DryRunDone extends Error {
  constructor(readonly result: ImportResult) {
    super('The dry run is done.');
  }
}

/** The result of an import that was sent before. */
async function replay(transaction: Database, row: ImportRow) {
  const { received, inserted, duplicates, rejected, reasonCounts } = row;
  return {
    ...{ received, inserted, duplicates, rejected, reasonCounts },
    import: row,
    rejections: await readRejections(transaction, row.id),
  };
}
