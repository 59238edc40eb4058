import type { Database } from '../../database/database.js';
import { RequestError } from '../../errors/request-error.js';
import type { Page, PageRows } from '../../paging/page.js';
import type { RejectionCode } from '../normalise/rejection-reason.js';
import type { ReasonCounts } from './import-counts.js';
import {
  countReasonsOfList,
  countRejections,
  measureRejectionPage,
  type RejectionFilter,
  readRejectionPage,
} from './rejection-list.js';
import {
  type BoundedRange,
  measureRejections,
  type RejectionSpace,
  readRejections,
  type StoredRejection,
} from './rejection-repository.js';

// A response is in memory several times over while it is built, and each rejection may have 64 KB.
const maxBytes = 16 * 1024 * 1024;

/** Reads the rejections that one request selects. */
export interface RejectionReader {
  /** Those of a range of indexes, in their order. */
  readRange(importId: number, range: BoundedRange): Promise<StoredRejection[]>;
  /** Those of a page of a list. */
  readPage(filter: RejectionFilter, page: Page): Promise<PageRows<StoredRejection>>;
  count(filter: RejectionFilter): Promise<number>;
  countReasons(filter: RejectionFilter, codes: readonly RejectionCode[]): Promise<ReasonCounts>;
}

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
): RejectionReader {
  let [count, bytes] = [0, 0];
  function add(more: RejectionSpace) {
    count += more.count;
    bytes += more.bytes;
    if (bytes > maxBytes && count > 1) throw tooLarge(count, bytes);
  }
  const owned = <Range extends object>(range: Range) => ({ ...range, owner: readableOwner() });
  return {
    async readRange(importId, range) {
      add(await measureRejections(database, importId, owned(range)));
      return readRejections(database, importId, owned(range));
    },
    async readPage(filter, page) {
      add(await measureRejectionPage(database, owned(filter), page));
      return readRejectionPage(database, owned(filter), page);
    },
    count: (filter) => countRejections(database, owned(filter)),
    countReasons: (filter, codes) => countReasonsOfList(database, owned(filter), codes),
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
