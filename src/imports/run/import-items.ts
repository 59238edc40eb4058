import { lockData } from '../../database/data-version-row.js';
import type { Database } from '../../database/database.js';
import type { DateOptions } from '../../dates/parse-date.js';
import { InputError } from '../../errors/input-error.js';
import { RequestError } from '../../errors/request-error.js';
import { countCodePoints } from '../../text/clean-text.js';
import type { ImportRow } from '../graphql/import-loaders.js';
import { maxItems } from '../max-items.js';
import { countEscapedUris } from '../normalise/escaped-uris.js';
import { readZones } from '../normalise/read-zones.js';
import {
  beginImport,
  finishImport,
  type ImportCounts,
  writeProgress,
} from '../store/import-repository.js';
import { countReasons } from '../store/reason-counts.js';
import { readRejections } from '../store/rejection-repository.js';
import { storeItems } from '../store/store-items.js';
import { replayImport, requestDigest } from './idempotency.js';
import type { ImportRequest } from './import-request.js';
import { type PartitionedItems, partitionItems, type RejectedItem } from './partition-items.js';

const maxNameLength = 255;

/** What became of an import's items: the three counts add up to `received`. */
export interface ImportResult extends ImportCounts {
  /** Null after a dry run, which stores nothing, not even itself. */
  readonly import: ImportRow | null;
  readonly received: number;
  readonly rejections: readonly RejectedItem[];
  /** See {@link countEscapedUris}. */
  readonly escapedUris: number;
  /** Whether this is the result of an earlier import, and nothing was done now. */
  readonly replayed: boolean;
}

/**
 * Normalises the items and stores them, the import and its rejections in one transaction: after a
 * crash either all of it is there or nothing.
 *
 * With an idempotency key that the caller used for the same request in the last 24 hours, that
 * import's result is returned and nothing is stored. A dry run answers as the import would, and leaves
 * the key as it is.
 *
 * @param caller whose import it is, see `callerOf`
 *
 * Throws `IMPORT_TOO_LARGE`, `ARGUMENT_INVALID` and `IDEMPOTENCY_KEY_REUSED`.
 */
export async function importItems(
  database: Database,
  request: ImportRequest,
  caller: string,
): Promise<ImportResult> {
  checkRequest(request);
  const dates = dateOptions(request);
  const key = keyOf(request, dates, caller);
  const sorted = await partitionItems(request, dates);
  try {
    return await database.transaction(async (transaction) => {
      const result = await store(transaction, request, sorted, key);
      if (request.dryRun) throw new DryRunDone({ ...result, import: null });
      return result;
    });
  } catch (error) {
    if (error instanceof DryRunDone) return error.result;
    throw error;
  }
}

/** Carries the result of a dry run out of the transaction that it undoes. */
class DryRunDone extends Error {
  constructor(readonly result: ImportResult) {
    super('The dry run is done.');
  }
}

function checkRequest({ items, source, idempotencyKey }: ImportRequest): void {
  if (items.length > maxItems) {
    throw new RequestError(
      'IMPORT_TOO_LARGE',
      `The import has ${items.length} items; at most ${maxItems} are taken at once. Nothing was stored.`,
      'input.items',
    );
  }
  const at = items.findIndex(({ line }) => line != null && line < 1);
  if (at >= 0) {
    throw new RequestError(
      'ARGUMENT_INVALID',
      `The argument "input.items.${at}.line" is ${items[at]?.line}; lines count from 1. Nothing was stored.`,
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
    // Stored, they would all become the same character, and one key could pass for another.
    if (!text.isWellFormed()) {
      throw new RequestError(
        'ARGUMENT_INVALID',
        `The argument "input.${name}" holds half of a surrogate pair, which is no character. Nothing was stored.`,
        `input.${name}`,
      );
    }
  }
}

function dateOptions({ dateOrder, zones }: ImportRequest): DateOptions {
  try {
    return {
      dateOrder: dateOrder ?? undefined,
      zones: zones == null ? undefined : readZones(zones),
    };
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new RequestError(
      'ARGUMENT_INVALID',
      `${error.message} Nothing was stored.`,
      'input.zones',
    );
  }
}

/** Whose import it is, and what the caller knows it by, if anything. */
interface ImportKey {
  readonly caller: string;
  readonly key: string | null;
  readonly digest: Buffer | null;
}

function keyOf(request: ImportRequest, dates: DateOptions, caller: string): ImportKey {
  const key = request.idempotencyKey ?? null;
  return { caller, key, digest: key === null ? null : requestDigest(request, dates) };
}

async function store(
  transaction: Database,
  { items, source }: ImportRequest,
  sorted: PartitionedItems,
  { caller, key, digest }: ImportKey,
): Promise<ImportResult> {
  const escapedUris = countEscapedUris(items);
  await lockData(transaction);
  if (key !== null && digest !== null) {
    const known = await replayImport(transaction, caller, key, digest);
    if (known !== undefined) return { ...(await replay(transaction, known)), escapedUris };
  }
  const id = await beginImport(transaction, { caller, source, key });
  const stored = await storeItems(transaction, id, sorted);
  const counts = { received: items.length, ...stored.counts };
  const { rejections } = sorted;
  const reasonCounts = countReasons(rejections.map(({ reasons }) => reasons));
  await writeProgress(transaction, id, {
    ...counts,
    reasonCounts,
    rejectionsNotKept: rejections.length - stored.kept.count,
    rejectionBytes: stored.kept.bytes,
    digest,
  });
  const row = await finishImport(transaction, id);
  return { import: row, ...counts, rejections, escapedUris, replayed: false };
}

async function replay(
  database: Database,
  row: ImportRow,
): Promise<Omit<ImportResult, 'escapedUris'>> {
  const { received, inserted, duplicates, rejected } = row;
  const rejections = await readRejections(database, row.id);
  return { import: row, received, inserted, duplicates, rejected, rejections, replayed: true };
}
