import { lockData, raiseDataVersion } from '../database/data-version-row.js';
import type { Database } from '../database/database.js';
import { RequestError } from '../errors.js';
import { lengthOf } from './clean-text.js';
import { finishImport, type ImportResult, openImport } from './import-journal.js';
import type { ImportRequest } from './import-request.js';
import { insertRejections } from './rejections.js';
import { type SortedItems, sortItems } from './sort-items.js';
import { insertNewRecords } from './store-records.js';

/** The most items that one import takes at once. */
export const maxItems = 10_000;

const maxNameLength = 255;

/**
 * Normalises the items and stores them, the import and its rejections in one transaction: after a
 * crash either all of it is there or nothing.
 *
 * With an idempotency key that was used for the same request before, that import's result is
 * returned and nothing is stored.
 *
 * Throws `IMPORT_TOO_LARGE`, `ARGUMENT_INVALID` and `IDEMPOTENCY_KEY_REUSED`.
 */
export async function importItems(
  database: Database,
  request: ImportRequest,
): Promise<ImportResult> {
  checkRequest(request);
  const sorted = await sortItems(request);
  try {
    return await database.transaction(async (transaction) => {
      const result = await store(transaction, request, sorted);
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
  for (const [name, text] of Object.entries({ source, idempotencyKey })) {
    if (text == null) continue;
    const length = lengthOf(text);
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

async function store(
  transaction: Database,
  request: ImportRequest,
  { records, rejections }: SortedItems,
): Promise<ImportResult> {
  await lockData(transaction);
  const opened = await openImport(transaction, request);
  if ('replayed' in opened) return opened.replayed;
  const inserted = await insertNewRecords(transaction, opened.id, records);
  if (inserted > 0) await raiseDataVersion(transaction);
  await insertRejections(transaction, opened.id, rejections);
  const counts = {
    inserted,
    duplicates: records.length - inserted,
    rejected: rejections.length,
  };
  const row = await finishImport(transaction, opened.id, counts);
  return { import: row, received: request.items.length, ...counts, rejections };
}
