import type { ReceivedItem } from '../normalise/normalise-record.js';
import type { RejectedItem } from '../run/partition-items.js';
import type { ImportCounts } from '../store/import-repository.js';
import type { ReasonCounts } from '../store/reason-counts.js';

/** Rows of an import that are stored together: all of them, or none. */
export interface ImportChunk {
  /** The place of the first row in the import, from 0. */
  readonly from: number;
  /** Never empty, but for an import without any rows. */
  readonly items: readonly ReceivedItem[];
  /** A digest of all rows of the import up to the end of this chunk. */
  readonly digest: Buffer;
  /** Whether no rows come after it. */
  readonly isLast: boolean;
}

/** What became of the rows that are done; the three counts add up to `received`. */
export interface ImportState extends ImportCounts {
  readonly received: number;
  /** How many rows were rejected for which reason; a row may have several. */
  readonly reasonCounts: ReasonCounts;
  /** How many of the rejected rows were not kept, as there were too many of them. */
  readonly rejectionsNotKept: number;
  /** The id of the import; null where there is none, or more than one. */
  readonly importId: number | null;
  /** Whether all of it is done, and nothing of that by this target: it stored no chunk, and did not end it. */
  readonly replayed: boolean;
}

/** Where the rows of one file go: a database, or a service. */
export interface ImportTarget {
  /**
   * Begins the import, or finds the one that was begun earlier with the same rows and not settled.
   *
   * @returns what is done already
   */
  open(first: ImportChunk): Promise<ImportState>;
  /**
   * Stores a chunk, whole or not at all. Chunks come in their order, the next one perhaps before this
   * one is stored, so that it can be prepared meanwhile.
   * A chunk that is done already is passed over.
   *
   * @returns what is done then
   * @throws RowsChanged when what is done already was done with other rows
   */
  store(chunk: ImportChunk): Promise<ImportState>;
  /** The rejected rows in their order, once all chunks are stored. */
  rejections(): AsyncIterable<readonly RejectedItem[]>;
  /** Forgets how to go on, as the user has heard of the end. The same rows are a new import then. */
  settle(): Promise<void>;
  /** Lets go of what it holds open. What is done is not forgotten. */
  close(): Promise<void>;
}

/** Thrown when an import cannot go on, as it was begun with other rows than those that come now. */
export class RowsChanged extends Error {
  override readonly name = 'RowsChanged';
}
