import type { ReceivedItem } from '../normalise/received-item.js';
import type { RejectedItem } from '../normalise/rejected-item.js';
import { type ImportCounts, zeroCounts } from '../store/import-counts.js';

/** Rows of an import that are stored together: all of them, or none. */
export interface ImportChunk {
  /** The position of the first row in the import, from 0. */
  readonly from: number;
  /** Empty only for an import without any rows. */
  readonly items: readonly ReceivedItem[];
  /** A digest of all rows of the import up to the end of this chunk. */
  readonly digest: Buffer;
  /** Whether no rows follow it. */
  readonly isLast: boolean;
  /** How many bytes of the decompressed input end with this chunk. */
  readonly bytes: number;
}

/** The outcome of the rows that are done. */
export interface ImportState extends ImportCounts {
  /** How many of the rejected rows were not stored because there were too many of them. */
  readonly rejectionsNotKept: number;
  /** The id of the import; null if there is none, or more than one. */
  readonly importId: number | null;
  /** Whether the whole import was done before: this target neither stored a chunk nor finished it. */
  readonly replayed: boolean;
}

/** The state of an import that has not begun. */
export const initialState: ImportState = {
  ...zeroCounts,
  rejectionsNotKept: 0,
  importId: null,
  replayed: false,
};

/** Where the rows of one file go: a database, a service, or nowhere in a dry run. */
export interface ImportTarget {
  /**
   * Begins the import, or finds one that was begun earlier with the same rows and not forgotten.
   *
   * @returns what is already done
   */
  open(first: ImportChunk): Promise<ImportState>;
  /**
   * Stores a chunk, whole or not at all. Chunks arrive in order. The next one may be passed before
   * this one is stored, so that it can be prepared in the meantime.
   * A chunk that is already done is skipped.
   *
   * @returns what is done then
   * @throws RowsChanged if the import was begun with other rows
   */
  store(chunk: ImportChunk): Promise<ImportState>;
  /** The rejected rows in order, once all chunks are stored. */
  rejections(): AsyncIterable<readonly RejectedItem[]>;
  /**
   * Forgets the resume point, once the user has been shown the result. From then on, the same rows are
   * a new import.
   */
  settle(): Promise<void>;
  /** Releases open resources. The resume point is kept. */
  close(): Promise<void>;
}

/** Thrown when an import cannot be resumed because it was begun with other rows. */
export class RowsChanged extends Error {
  override readonly name = 'RowsChanged';
}
