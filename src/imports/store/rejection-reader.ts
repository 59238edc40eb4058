import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { type BoundedRange, measureRejections, readRejections } from './rejection-repository.js';

// A response is in memory several times over while it is built, and each rejection may have 64 KB.
const maxBytes = 16 * 1024 * 1024;

/** Reads rejections of an import in the order of their indexes. */
export type ReadRejections = (importId: number, range: BoundedRange) => Promise<RejectedItem[]>;

/**
 * Creates the reader of all rejections that one request selects, in one or several places. It throws
 * `RESULT_TOO_LARGE` before reading more than 16 MB in total, as they are stored; a single rejection is
 * always read.
 *
 * @param readableOwner the owner whose rejections are found; undefined if all are
 */
export function createRejectionReader(
  database: Pick<Database, 'engine' | 'reader'>,
  readableOwner: () => string | undefined,
): ReadRejections {
  let [count, bytes] = [0, 0];
  return async (importId, range) => {
    const owned = { ...range, owner: readableOwner() };
    const more = await measureRejections(database, importId, owned);
    count += more.count;
    bytes += more.bytes;
    if (bytes > maxBytes && count > 1) throw tooLarge(count, bytes);
    return readRejections(database, importId, owned);
  };
}

function tooLarge(count: number, bytes: number): RequestError {
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  return new RequestError(
    'RESULT_TOO_LARGE',
    `The ${count} selected rejections have ${megabytes} MB; at most ${maxBytes / 1024 / 1024} MB are allowed per response. Select fewer with "first" and "after".`,
    'first',
  );
}
