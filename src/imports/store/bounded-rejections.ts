import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import type { RejectedItem } from '../run/partition-items.js';
import { type BoundedRange, measureRejections, readRejections } from './rejection-repository.js';

// An answer is in memory several times over while it is made, and each rejection may have 64 KB.
const mostBytes = 16 * 1024 * 1024;

/** Reads rejections of an import in the order of their indexes. */
export type ReadBounded = (importId: number, range: BoundedRange) => Promise<RejectedItem[]>;

/**
 * Makes the reader of the rejections of one request, wherever it asks for some. It throws
 * `RESULT_TOO_LARGE` when all of them together take over 16 MB as they are stored, before it reads
 * more; a single one is always read.
 */
export function boundedRejections(database: Pick<Database, 'reader'>): ReadBounded {
  let [count, bytes] = [0, 0];
  return async (importId, range) => {
    const more = await measureRejections(database, importId, range);
    count += more.count;
    bytes += more.bytes;
    if (bytes > mostBytes && count > 1) throw tooLarge(count, bytes);
    return readRejections(database, importId, range);
  };
}

function tooLarge(count: number, bytes: number): RequestError {
  const megabytes = (bytes / 1024 / 1024).toFixed(1);
  return new RequestError(
    'RESULT_TOO_LARGE',
    `The ${count} rejections that are asked for have ${megabytes} MB, and one answer holds at most ${mostBytes / 1024 / 1024}, or a single one; ask for fewer, by "first" and "after".`,
    'first',
  );
}
