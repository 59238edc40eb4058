import { setImmediate as otherRequests } from 'node:timers/promises';
import { CompiledQuery } from 'kysely';
import type { Database, Tables } from './database.js';

/** Rows to insert, as lists of values in the order of `columns`. */
export interface NewRows<Table extends keyof Tables> {
  readonly table: Table;
  /** A row whose values of these columns are stored already is passed over. */
  readonly uniqueColumns: readonly (keyof Tables[Table] & string)[];
  readonly columns: readonly (keyof Tables[Table] & string)[];
  readonly rows: readonly (readonly unknown[])[];
}

/** How much was inserted. */
export interface Inserted {
  readonly count: number;
  /** The id of the row that was inserted last; meaningless when `count` is 0. */
  readonly lastId: number;
}

// Larger statements gain nothing, and keep other requests waiting for longer.
const rowsPerStatement = 250;

/** Inserts the rows that are not there yet. Two equal rows are one, whoever inserts them first. */
export async function insertNew<Table extends keyof Tables>(
  { writer, engine }: Database,
  { table, uniqueColumns, columns, rows }: NewRows<Table>,
): Promise<Inserted> {
  let count = 0;
  let lastId = 0;
  for (let from = 0; from < rows.length; from += rowsPerStatement) {
    // The embedded engine works on this thread, so the others get their turn in between.
    if (from > 0) await otherRequests();
    const part = rows.slice(from, from + rowsPerStatement);
    const statement = engine.insertNewSql(table, uniqueColumns, columns, part.length);
    const result = await writer.executeQuery(CompiledQuery.raw(statement, part.flat()));
    count += Number(result.numAffectedRows);
    lastId = Number(result.insertId);
  }
  return { count, lastId };
}
