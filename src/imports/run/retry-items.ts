import { hash } from 'node:crypto';
import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import { maxItems } from '../max-items.js';
import { countEscapedUris } from '../normalise/escaped-uris.js';
import type { ItemRules } from '../normalise/item-rules.js';
import { optionsIdentity } from '../options/parse-options.js';
import { zonesIdentity } from '../options/read-zones.js';
import { zeroCounts } from '../store/import-counts.js';
import { finishImport, insertImport, updateProgress } from '../store/import-repository.js';
import { readRejectionPage } from '../store/rejection-list.js';
import { readUnsettled } from '../store/settlements.js';
import { addStoredItems, zeroProgress } from '../store/store-items.js';
import { checkNames, readRules } from './check-request.js';
import { type ImportResult, importOnce } from './import-once.js';
import type { RetryRequest } from './import-request.js';
import { itemToRetry, retrySource } from './retry-rejections.js';
import { leaveOutSettled, prepareRetry, type RetriedItem, storeRetry } from './store-retry.js';

/**
 * Imports rejected items of an import again, corrected or by other rules, as a new import in one
 * transaction. Items that another retry has stored are left out, and without any others nothing is stored.
 *
 * @param importId of an import that the owner of the new one may read
 * @param owner the viewer that the new import belongs to, see `ownerOf`
 *
 * Throws `IMPORT_TOO_LARGE`, `ARGUMENT_INVALID` and `IDEMPOTENCY_KEY_REUSED`.
 */
export async function retryItems(
  database: Database,
  importId: number,
  request: RetryRequest,
  owner: string,
): Promise<ImportResult> {
  const { idempotencyKey: key, dryRun, html } = request;
  checkNames({ idempotencyKey: key });
  const rules = readRules(request);
  const items = await (request.corrections
    ? readCorrected(database, importId, request.corrections)
    : readAllUnsettled(database, importId, request));
  const prepared = await prepareRetry(items, rules);
  const keyed =
    key == null ? undefined : { key, digest: computeRetryDigest(importId, request, rules) };
  const escapedUris = html ? 0 : countEscapedUris(items.map(({ item }) => item));
  return importOnce(database, { owner, keyed, dryRun, escapedUris }, async (transaction) => {
    const left = await leaveOutSettled(transaction, prepared, { importId, rules });
    if (left.items.length === 0) return { ...zeroCounts, import: null, rejections: [] };
    const source = retrySource(importId);
    const id = await insertImport(transaction, { owner, source, key, retryOf: importId });
    const stored = await storeRetry(transaction, left, importId, id);
    const progress = addStoredItems(zeroProgress, stored);
    await updateProgress(transaction, id, progress, { digest: keyed?.digest ?? null });
    return {
      ...stored.counts,
      import: await finishImport(transaction, id),
      rejections: left.partitioned.rejections,
    };
  });
}

async function readCorrected(
  database: Database,
  importId: number,
  corrections: NonNullable<RetryRequest['corrections']>,
): Promise<RetriedItem[]> {
  checkCount(corrections.length, 'input.corrections', 'Send them in several requests.');
  const indexes = corrections.map(({ index }) => index);
  const known = await readUnsettled(database, importId, indexes);
  const seen = new Set<number>();
  for (const [at, index] of indexes.entries()) {
    if (seen.has(index)) throw invalidIndex(at, `${index} for the second time`);
    seen.add(index);
  }
  const inOrder = corrections.toSorted((a, b) => a.index - b.index);
  return inOrder.flatMap(({ index, title, uri, date }) => {
    const rejected = known.get(index);
    if (rejected === undefined) return [];
    const { fault, ...item } = itemToRetry(rejected);
    const given = {
      title: title ?? item.title ?? null,
      uri: uri ?? item.uri ?? null,
      date: date ?? item.date ?? null,
    };
    const isCorrected = title != null || uri != null || date != null;
    return [{ index, item: isCorrected || !fault ? { ...item, ...given } : { ...item, fault } }];
  });
}

async function readAllUnsettled(
  database: Database,
  importId: number,
  { code }: RetryRequest,
): Promise<RetriedItem[]> {
  const primary = { engine: database.engine, reader: database.writer };
  const filter = { importId, code, isSettled: false };
  const { rows, hasMore } = await readRejectionPage(primary, filter, {
    size: maxItems,
    fromEnd: false,
  });
  const advice = 'Select some with "code" or "corrections", or use "records rejects retry".';
  checkCount(rows.length + Number(hasMore), 'input.import', advice);
  return rows.map((rejected) => ({ index: rejected.index, item: itemToRetry(rejected) }));
}

function checkCount(count: number, argument: string, advice: string): void {
  if (count <= maxItems) return;
  throw new RequestError(
    'IMPORT_TOO_LARGE',
    `The retry has more than ${maxItems} rejected items. ${advice} Nothing was stored.`,
    argument,
  );
}

const invalidIndex = (at: number, what: string) =>
  new RequestError(
    'ARGUMENT_INVALID',
    `The argument "input.corrections.${at}.index" is ${what}; each item is corrected once. Nothing was stored.`,
    `input.corrections.${at}.index`,
  );

function computeRetryDigest(
  importId: number,
  { corrections, code = null, dateOrder = null }: RetryRequest,
  rules: ItemRules,
): Buffer {
  const given = corrections?.map(({ index, title = null, uri = null, date = null }) => [
    ...[index, title, uri, date],
  ]);
  const options = [...zonesIdentity(rules.zones), ...optionsIdentity(rules)];
  const identity = ['retry', importId, given ?? null, code, dateOrder, ...options];
  return hash('sha256', JSON.stringify(identity), 'buffer');
}
