import { setImmediate as otherRequests } from 'node:timers/promises';
import type { Database, Tables } from './database.js';
import { type Inserted, type NewRows, rowsPerInsert } from './engine.js';

/** What to insert, with the names checked against the table. */
interface NewRowsOf<Table extends keyof Tables> extends NewRows {
  readonly table: Table;
  readonly uniqueColumns: readonly (keyof Tables[Table] & string)[];
  readonly columns: readonly (keyof Tables[Table] & string)[];
}

/**
 * Inserts, in a transaction that is open, the rows that are not there yet. Two equal rows are one,
 * whoever inserts them first.
 */
export async function insertNew<Table extends keyof Tables>(
  database: Database,
  { rows, ...rest }: NewRowsOf<Table>,
): Promise<Inserted> {
  let count = 0;
  let lastId = 0;
  for (let from = 0; from < rows.length; from += rowsPerInsert) {
    // The embedded engine works on this thread, so the others get their turn in between.
    if (from > 0) await otherRequests();
    const part = { ...rest, rows: rows.slice(from, from + rowsPerInsert) };
    const inserted = await database.engine.insertNew(database, part);
    count += inserted.count;
    if (inserted.count > 0) lastId = inserted.lastId;
  }
  return { count, lastId };
}
