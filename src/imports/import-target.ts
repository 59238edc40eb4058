import type { ImportCounts } from './import-journal.js';
import type { ReceivedItem } from './normalise-record.js';
import type { RejectedItem } from './sort-items.js';

/** Rows of an import that are stored together: all of them, or none. */
export interface ImportChunk {
  /** The place of the first row in the import, from 0. */
  readonly from: number;
  readonly items: readonly ReceivedItem[];
  /** A digest of all rows of the import up to the end of this chunk; it tells imports apart. */
  readonly digest: Buffer;
}

/** What became of the rows that are done; the three counts add up to `received`. */
export interface ImportState extends ImportCounts {
  readonly received: number;
  /** How many rows were rejected for which reason; a row may have several. */
  readonly reasonCounts: Readonly<Record<string, number>>;
  /** The id of the import; undefined where there is none, or more than one. */
  readonly importId?: number | undefined;
}

/** Where the rows of one file go: a database, or a service. */
export interface ImportTarget {
  /**
   * Begins the import, or finds the one that was begun earlier with these rows and not settled.
   *
   * @param first the first chunk, with no items where there are no rows at all
   * @returns what is done already
   */
  open(first: ImportChunk): Promise<ImportState>;
  /**
   * Stores a chunk that follows what is done already, whole or not at all, and returns what is done
   * then.
   */
  store(chunk: ImportChunk): Promise<ImportState>;
  /** Writes down that there are no more rows. */
  finish(): Promise<ImportState>;
  /** The rejected rows in their order, after {@link finish}. */
  rejections(): AsyncIterable<readonly RejectedItem[]>;
  /** Forgets how to go on, as the user has heard of the end. The same rows are a new import then. */
  settle(): Promise<void>;
}
