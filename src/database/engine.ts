import type { MigrationObject } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/sql';
import type { Expression, RawBuilder } from 'kysely';
import type { Database } from './database.js';

/** An instant as the driver hands it over: `new Date(stored)` reads it on every engine. */
export type StoredInstant = Date | number;

/**
 * The most rows that are inserted at once. More gain nothing, and keep other requests waiting for
 * longer.
 */
export const rowsPerInsert = 250;

/** Rows to insert, as lists of values in the order of `columns`. */
export interface NewRows {
  readonly table: string;
  /** A row whose values of these columns are stored already is passed over. */
  readonly uniqueColumns: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** How much was inserted. */
export interface Inserted {
  readonly count: number;
  /** The id of the row that was inserted last; meaningless when `count` is 0. */
  readonly lastId: number;
}

/** The length of a histogram's buckets. */
export type Interval = 'YEAR' | 'MONTH' | 'DAY';

/**
 * What a text search needs to be somewhere in a row: folded texts of three code points and more,
 * joined by "all of" and "any of". A row that does not satisfy it cannot match; one that does may.
 */
export type TextCandidates =
  | { readonly text: string }
  | { readonly all: readonly TextCandidates[] }
  | { readonly any: readonly TextCandidates[] };

/** The index that finds rare text. Common text is found by walking the sort order instead. */
export interface SearchIndex {
  /** Whether the index finds all rows of common text faster than reading the whole table does. */
  readonly servesCommonText: boolean;
  /**
   * A `from` clause that yields the candidates' rows as `record`, reading the index first; undefined
   * when they are more than `most`, or may be.
   */
  candidateRecords(
    candidates: TextCandidates,
    most: number,
    database: Database,
  ): Promise<RawBuilder<unknown> | undefined>;
  /** Indexes the records with an id above `lastId`, in the transaction that inserted them. */
  addRecordsAfter(lastId: number, database: Pick<Database, 'writer'>): Promise<void>;
}

/** How to reach a database, beside its url. */
export interface ConnectOptions {
  /** Servers that follow the primary and answer reads. */
  readonly replicaUrls?: readonly string[];
  /** Hears the SQL of every statement, for tests that count them. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/** Asks for the version of the data on the primary, whatever else keeps the database busy. */
export interface VersionReader {
  read(): Promise<number>;
  close(): Promise<void>;
}

/** All that differs between database engines. Nothing outside `src/database` knows their names. */
export interface Engine {
  connect(): Promise<MikroORM>;
  /** Brings the schema up to date, also where another process does so at the same time. */
  migrate(orm: MikroORM): Promise<readonly { readonly name: string }[]>;
  /** Prepares the question for the version of the data, which comes with every cached request. */
  versionReader(orm: MikroORM): Promise<VersionReader>;
  readonly migrations: readonly MigrationObject[];
  /** Whether the service brings the schema up to date by itself, as nobody else administers it. */
  readonly migratesAtStart: boolean;
  /** Whether reads are answered by servers that may be behind the primary. */
  readonly hasReplicas: boolean;
  readonly searchIndex: SearchIndex;
  /** Inserts rows, in a transaction that is open, and passes over those that are there. */
  insertNew(database: Database, rows: NewRows): Promise<Inserted>;
  /** Whether a transaction failed only because another one was in its way, so it may be run again. */
  isRetryable(error: unknown): boolean;
  /** Milliseconds for which such a transaction is run again. */
  readonly retryMs: number;
  /** Runs a transaction when not too many others are running. */
  takeTurn<Result>(transaction: () => Promise<Result>): Promise<Result>;
  /** Whether the server could not be reached, or could not answer; so the statement is not at fault. */
  isUnavailable(error: unknown): boolean;
  /** Whether the server ended a statement because it took longer than the server allows. */
  isTimedOut(error: unknown): boolean;
  /** Whether writes were left without an answer, and none was answered since. */
  hasStuckWrites(): boolean;
  /** The form in which a statement's parameter carries the instant. */
  storedInstant(instant: Date): StoredInstant;
  /** Whether a column contains a string, byte by byte: without folding, wildcards or collation. */
  containsText(column: Expression<unknown>, text: string): RawBuilder<boolean>;
  /** The length of a text in bytes of UTF-8. */
  byteLength(column: Expression<unknown>): RawBuilder<number>;
  /** The UTC start of the interval that holds the instant, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  intervalStart(interval: Interval, column: Expression<unknown>): RawBuilder<string>;
}
