import type { MigrationObject } from '@mikro-orm/core';
import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import type { Expression, RawBuilder } from 'kysely';
import type { Statements } from './statements.js';
import type { StoredInstant } from './tables.js';

/**
 * The maximum number of rows in one insert. More would gain nothing, and make other requests wait
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

/** Rows to write, of which none is stored yet, or whose numbers are added to those that are. */
export interface RowsToWrite {
  readonly table: string;
  readonly columns: readonly string[];
  /** At most {@link rowsPerInsert}, of a few megabytes. */
  readonly rows: readonly (readonly (number | Buffer)[])[];
  /** Where a row with the same `key` is stored, the value of `column` is added to its own. */
  readonly addTo?: { readonly key: string; readonly column: string };
}

/** The result of an insert. */
export interface Inserted {
  readonly count: number;
  /** The id of the new row, when a single row was to be inserted and `count` is 1. */
  readonly lastId: number;
}

/** The intervals by which statements group records; longer ones are made of days. */
export type GroupInterval = 'DAY' | 'HOUR';

/** How to reach a database, besides its URL. */
export interface ConnectOptions {
  /** Servers that replicate the primary and serve reads. */
  readonly replicaUrls?: readonly string[];
  /** Whether this process only imports, and may spend memory and disk space on doing so fast. */
  readonly forImport?: boolean | undefined;
  /** Called with the SQL of every statement, for tests that count them. */
  readonly onStatement?: ((sql: string) => void) | undefined;
}

/** Reads the version of the data from the primary, however busy the database is. */
export interface VersionReader {
  read(): Promise<number>;
  close(): Promise<void>;
}

/** How statements of a request or a transaction are executed. */
export interface EngineAccess {
  readonly em: SqlEntityManager;
  /** Statements that a replica may execute. */
  readonly reader: Statements;
  /** Statements that the primary must execute. */
  readonly writer: Statements;
}

/**
 * Everything that differs between SQL engines. Nothing outside `src/database` knows their names. README.md says
 * how to add one.
 */
export interface Engine {
  /** The migrations, oldest first. A name is never changed. */
  readonly migrations: readonly MigrationObject[];
  /** Whether the service migrates the schema when it starts, as there is no administrator. */
  readonly migratesAtStart: boolean;
  /** Whether reads go to servers that may lag behind the primary. */
  readonly hasReplicas: boolean;
  /** For how many milliseconds a transaction is retried after an error that {@link isRetryable}. */
  readonly retryMs: number;

  connect(): Promise<MikroORM>;
  /** Brings the schema up to date, even if another process does so at the same time. */
  migrate(orm: MikroORM): Promise<readonly { readonly name: string }[]>;
  /**
   * Retires the search index of versions before ADR 24, if it is there. A process of such a version cannot
   * import from then on: as it cannot index its records, their transaction fails. Where such processes may
   * run beside those of this version, they can still search.
   */
  retireFormerIndex(database: EngineAccess): Promise<void>;
  /** Prepares the query for the version of the data, which every cached request runs. */
  versionReader(orm: MikroORM): Promise<VersionReader>;

  /** Inserts rows, in an open transaction, and skips those that are stored already. */
  insertNew(database: EngineAccess, rows: NewRows): Promise<Inserted>;
  /** Writes rows, in an open transaction. */
  writeRows(database: EngineAccess, rows: RowsToWrite): Promise<void>;
  /** Runs a transaction when not too many others are running. */
  takeTurn<Result>(transaction: () => Promise<Result>): Promise<Result>;

  /** Whether a transaction failed only because of a conflict with another one, and can be retried. */
  isRetryable(error: unknown): boolean;
  /** Whether the server could not be reached, or could not respond; the statement is not at fault. */
  isUnavailable(error: unknown): boolean;
  /** Whether the server aborted a statement because it took longer than the server allows. */
  isTimedOut(error: unknown): boolean;
  /** Whether a write got no response, and none has succeeded since. */
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
  /**
   * A `from` clause that reads rows for given numbers: each number as `given.number`, and the row that
   * `join` finds for it, which names a table and says `on` what. No planner reads them in another order.
   */
  rowsOf(numbers: readonly number[], join: RawBuilder<unknown>): RawBuilder<unknown>;
  /** The length of a string in bytes of UTF-8. */
  byteLength(column: Expression<unknown>): RawBuilder<number>;
  /** The UTC start of the interval that contains the instant, in a form that `Date.parse` reads. */
  intervalStart(interval: GroupInterval, column: Expression<unknown>): RawBuilder<string>;
}
