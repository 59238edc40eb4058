import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import { maxItems } from '../max-items.js';
import { countEscapedUris } from '../normalise/escaped-uris.js';
import { finishImport, insertImport, updateProgress } from '../store/import-repository.js';
import { addStoredItems, storeItems, zeroProgress } from '../store/store-items.js';
import { checkNames, readRules } from './check-request.js';
import { computeRequestDigest } from './idempotency.js';
import { type ImportResult, importOnce } from './import-once.js';
import type { ImportRequest } from './import-request.js';
import { partitionItems } from './partition-items.js';

/**
 * Normalises the items, and stores them with the import and its rejections in one transaction: after a
 * crash, all of it is stored or nothing.
 *
 * If the owner used the idempotency key for the same request in the last 24 hours, the result of that
 * import is returned and nothing is stored. A dry run returns what the import would return, and does
 * not use up the key.
 *
 * @param owner the viewer that the import belongs to, see `ownerOf`
 *
 * Throws `IMPORT_TOO_LARGE`, `ARGUMENT_INVALID` and `IDEMPOTENCY_KEY_REUSED`.
 */
export async function importItems(
  database: Database,
  request: ImportRequest,
  owner: string,
): Promise<ImportResult> {
  checkRequest(request);
  const { items, source, mode, dryRun, idempotencyKey: key, html } = request;
  const rules = readRules(request);
  const partitioned = await partitionItems(request, rules, mode);
  const keyed = key == null ? undefined : { key, digest: computeRequestDigest(request, rules) };
  const escapedUris = html ? 0 : countEscapedUris(items);
  return importOnce(database, { owner, keyed, dryRun, escapedUris }, async (transaction) => {
    const id = await insertImport(transaction, { owner, source, key });
    const stored = await storeItems(transaction, id, partitioned);
    const progress = addStoredItems(zeroProgress, stored);
    await updateProgress(transaction, id, progress, { digest: keyed?.digest ?? null });
    return {
      ...stored.counts,
      import: await finishImport(transaction, id),
      rejections: partitioned.rejections,
    };
  });
}

function checkRequest({ items, source, idempotencyKey }: ImportRequest): void {
  if (items.length > maxItems) {
    throw new RequestError(
      'IMPORT_TOO_LARGE',
      `The import has ${items.length} items; at most ${maxItems} are allowed. Nothing was stored.`,
      'input.items',
    );
  }
  const at = items.findIndex(({ line }) => line != null && line < 1);
  if (at >= 0) {
    throw new RequestError(
      'ARGUMENT_INVALID',
      `The argument "input.items.${at}.line" is ${items[at]?.line}; lines are counted from 1. Nothing was stored.`,
      `input.items.${at}.line`,
    );
  }
  checkNames({ source, idempotencyKey });
}
