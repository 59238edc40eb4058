import type { MigrationObject } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import type { Expression, RawBuilder } from 'kysely';
import type { Statements } from './statements.js';
import type { StoredInstant } from './tables.js';

/**
 * The maximum number of rows in one insert. More gain nothing, and keep other requests waiting for
 * longer.
 */
export const rowsPerInsert = 250;

/** Rows to insert, as lists of values in the order of `columns`. */
export interface NewRows {
  readonly table: string;
  /** A row with the same values in these columns as a stored one is skipped. */
  readonly uniqueColumns: readonly string[];
  readonly columns: readonly string[];
  readonly rows: readonly (readonly unknown[])[];
}

/** The result of an insert. */
export interface Inserted {
  readonly count: number;
  /** The id of the new row, when a single row was to be inserted and `count` is 1. */
  readonly lastId: number;
}

/** The length of a histogram's buckets. */
export type Interval = 'YEAR' | 'MONTH' | 'DAY';

/**
 * The texts that a text search needs to be in a row: folded, of at least three code points, and combined
 * by "all of" and "any of". A row that does not satisfy it cannot match; one that does may.
 */
export type TextCandidates =
  | { readonly text: string }
  | { readonly all: readonly TextCandidates[] }
  | { readonly any: readonly TextCandidates[] };

/** The index that finds rare text. Common text is found by walking the sort order instead. */
export interface SearchIndex {
  /** Whether the index finds all rows of common text faster than a scan of the whole table. */
  readonly servesCommonText: boolean;
  /**
   * A `from` clause that yields the candidates' rows as `record`, reading the index first; undefined
   * when there are more than `max`, or may be. It yields every row that satisfies the candidates, of
   * one moment, and perhaps others: the caller compares the text.
   */
  candidateRecords(
    candidates: TextCandidates,
    max: number,
    database: Pick<EngineAccess, 'reader'>,
  ): Promise<RawBuilder<unknown> | undefined>;
  /** Indexes the records with an id above `lastId`, in the transaction that inserted them. */
  addRecordsAfter(lastId: number, database: Pick<EngineAccess, 'writer'>): Promise<void>;
}

/** How to reach a database, besides its URL. */
export interface ConnectOptions {
  /** Servers that follow the primary and answer reads. */
  readonly replicaUrls?: readonly string[];
  /** Is called with the SQL of every statement, for tests that count them. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/** Reads the version of the data from the primary, however busy the database is. */
export interface VersionReader {
  read(): Promise<number>;
  close(): Promise<void>;
}

/** What an engine needs to execute statements: those of a request, or of a transaction. */
export interface EngineAccess {
  readonly em: SqlEntityManager;
  /** Statements that a replica may answer. */
  readonly reader: Statements;
  /** Statements that the primary must answer. */
  readonly writer: Statements;
}

/**
 * All that differs between SQL engines. Nothing outside `src/database` knows their names. README.md says
 * how to add one.
 */
export interface Engine {
  /** The migrations, oldest first. A name is never changed. */
  readonly migrations: readonly MigrationObject[];
  /** Whether the service migrates the schema when it starts, as no administrator does. */
  readonly migratesAtStart: boolean;
  /** Whether reads are answered by servers that may lag behind the primary. */
  readonly hasReplicas: boolean;
  readonly searchIndex: SearchIndex;
  /** For how many milliseconds a transaction is retried after an error that {@link isRetryable}. */
  readonly retryMs: number;

  connect(): Promise<MikroORM>;
  /** Brings the schema up to date, also where another process does so at the same time. */
  migrate(orm: MikroORM): Promise<readonly { readonly name: string }[]>;
  /** Prepares the query for the version of the data, which comes with every cached request. */
  versionReader(orm: MikroORM): Promise<VersionReader>;

  /** Inserts rows, in a transaction that is open, and skips those that are stored already. */
  insertNew(database: EngineAccess, rows: NewRows): Promise<Inserted>;
  /** Runs a transaction when not too many others are running. */
  takeTurn<Result>(transaction: () => Promise<Result>): Promise<Result>;

  /** Whether a transaction failed only because another one was in its way, so that it can be retried. */
  isRetryable(error: unknown): boolean;
  /** Whether the server could not be reached, or could not respond; the statement is not at fault. */
  isUnavailable(error: unknown): boolean;
  /** Whether the server ended a statement because it took longer than the server allows. */
  isTimedOut(error: unknown): boolean;
  /** Whether writes got no response, and no later one succeeded. */
  hasStuckWrites(): boolean;
  /**
   * Milliseconds on a clock whose difference before and after a statement is the time that the statement
   * took, and not what this process did for others meanwhile.
   */
  workClock(): number;

  /** The form in which a statement's parameter carries the instant. */
  storedInstant(instant: Date): StoredInstant;
  /** Whether a column contains a string, byte by byte: without folding, wildcards or collation. */
  containsText(column: Expression<unknown>, text: string): RawBuilder<boolean>;
  /** The length of a string in bytes of UTF-8. */
  byteLength(column: Expression<unknown>): RawBuilder<number>;
  /** The UTC start of the interval that contains the instant, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  intervalStart(interval: Interval, column: Expression<unknown>): RawBuilder<string>;
}
