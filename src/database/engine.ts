import type { MigrationObject } from '@mikro-orm/core';
import type { MikroORM } from '@mikro-orm/sql';
import type { Expression, RawBuilder } from 'kysely';
import type { Database } from './database.js';

/** An instant as the driver hands it over: `new Date(stored)` reads it on every engine. */
export type StoredInstant = Date | number;

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
  /** How many rows are candidates, counting no further than `limit`. */
  countCandidates(candidates: TextCandidates, limit: number): RawBuilder<{ count: number }>;
  /** A `from` clause that yields the candidates' rows as `record`, reading the index first. */
  candidateRecords(candidates: TextCandidates): RawBuilder<unknown>;
  /** Indexes the records with an id above `lastId`, in the transaction that inserted them. */
  addRecordsAfter(lastId: number, database: Database): Promise<void>;
}

/** All that differs between database engines. Nothing outside `src/database` knows their names. */
export interface Engine {
  connect(): Promise<MikroORM>;
  readonly migrations: readonly MigrationObject[];
  readonly searchIndex: SearchIndex;
  /** An insert of `rowCount` rows that passes over those whose values of the unique columns are stored. */
  insertNewSql(
    table: string,
    uniqueColumns: readonly string[],
    columns: readonly string[],
    rowCount: number,
  ): string;
  /** The form in which a statement's parameter carries the instant. */
  storedInstant(instant: Date): StoredInstant;
  /** The UTC start of the interval that holds the instant, as `YYYY`, `YYYY-MM` or `YYYY-MM-DD`. */
  intervalStart(interval: Interval, column: Expression<unknown>): RawBuilder<string>;
}
