import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import { countCodePoints } from '../../text/clean-text.js';
import { maxItems } from '../max-items.js';
import { countEscapedUris } from '../normalise/escaped-uris.js';
import type { ItemRules } from '../normalise/item-rules.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { OptionValueError, parseFileOptions, toItemRules } from '../options/parse-options.js';
import type { ImportCounts } from '../store/import-counts.js';
import { finishImport, insertImport, updateProgress } from '../store/import-repository.js';
import type { ImportRow } from '../store/import-row.js';
import { readRejections } from '../store/rejection-repository.js';
import {
  addStoredItems,
  type PartitionedItems,
  storeItems,
  zeroProgress,
} from '../store/store-items.js';
import { computeRequestDigest, findEarlierImport } from './idempotency.js';
import type { ImportRequest } from './import-request.js';
import { partitionItems } from './partition-items.js';

const maxNameLength = 255;

/** The result of an import. */
export interface ImportResult extends ImportCounts {
  /** Null after a dry run, which does not store the import either. */
  readonly import: ImportRow | null;
  readonly rejections: readonly RejectedItem[];
  /** See {@link countEscapedUris}. */
  readonly escapedUris: number;
  /** Whether this is the result of an earlier import, and nothing was stored now. */
  readonly replayed: boolean;
}

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
  const rules = readRules(request);
  const partitioned = await partitionItems(request, rules, request.mode);
  const key = request.idempotencyKey ?? null;
  const digest = key === null ? null : computeRequestDigest(request, rules);
  try {
    return await database.transaction(async (transaction) => {
      await lockData(transaction);
      const result =
        (await replay(transaction, request, { owner, key, digest })) ??
        (await store(transaction, request, partitioned, { owner, key, digest }));
      if (request.dryRun) throw new DryRunDone({ ...result, import: null });
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
  for (const [name, text] of Object.entries({ source, idempotencyKey })) {
    if (text == null) continue;
    const length = countCodePoints(text);
    if (length < 1 || length > maxNameLength) {
      throw new RequestError(
        'ARGUMENT_INVALID',
        `The argument "input.${name}" has ${length} characters; it must have 1 to ${maxNameLength}. Nothing was stored.`,
        `input.${name}`,
      );
    }
    // Databases store every lone surrogate as the same character, so one key could pass for another.
    if (!text.isWellFormed()) {
      throw new RequestError(
        'ARGUMENT_INVALID',
        `The argument "input.${name}" contains half of a surrogate pair, which is not a character. Nothing was stored.`,
        `input.${name}`,
      );
    }
  }
}

function readRules(request: ImportRequest): ItemRules {
  const { dateOrder, zones, dateFormat, timeZone, century } = request;
  const given = {
    dateOrder: dateOrder ?? undefined,
    zones: zones ?? undefined,
    dateFormat: dateFormat ?? undefined,
    timeZone: timeZone ?? undefined,
    century: century == null ? undefined : `${century}`,
    shortenTitles: request.shortenTitles || undefined,
    html: request.html || undefined,
  };
  try {
    return toItemRules(parseFileOptions(given));
  } catch (error) {
    if (!(error instanceof OptionValueError)) throw error;
    throw new RequestError(
      'ARGUMENT_INVALID',
      `${error.message} Nothing was stored.`,
      `input.${error.option}`,
    );
  }
}

/** The owner of an import, and its idempotency key with the digest of the request, if it has one. */
interface ImportKey {
  readonly owner: string;
  readonly key: string | null;
  readonly digest: Buffer | null;
}

async function store(
  transaction: Database,
  request: ImportRequest,
  partitioned: PartitionedItems,
  { owner, key, digest }: ImportKey,
): Promise<ImportResult> {
  const id = await insertImport(transaction, { owner, source: request.source, key });
  const stored = await storeItems(transaction, id, partitioned);
  await updateProgress(transaction, id, addStoredItems(zeroProgress, stored), { digest });
  return {
    ...stored.counts,
    import: await finishImport(transaction, id),
    rejections: partitioned.rejections,
    escapedUris: request.html ? 0 : countEscapedUris(request.items),
    replayed: false,
  };
}

/** The result of the same import if it was sent before. */
async function replay(
  transaction: Database,
  request: ImportRequest,
  { owner, key, digest }: ImportKey,
): Promise<ImportResult | undefined> {
  if (key === null || digest === null) return undefined;
  const row = await findEarlierImport(transaction, owner, key, digest);
  if (row === undefined) return undefined;
  const { received, inserted, duplicates, rejected, reasonCounts } = row;
  return {
    ...{ received, inserted, duplicates, rejected, reasonCounts },
    import: row,
    rejections: await readRejections(transaction, row.id),
    escapedUris: request.html ? 0 : countEscapedUris(request.items),
    replayed: true,
  };
}
