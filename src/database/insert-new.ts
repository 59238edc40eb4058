import { setImmediate as otherRequests } from 'node:timers/promises';
import type { Database, Tables } from './database.js';
import type { Inserted } from './engine.js';

/** What to insert into which columns of a table. */
export interface NewEntries<Table extends keyof Tables, Entry> {
  readonly table: Table;
  /** A row whose values of these columns are stored already is passed over. */
  readonly uniqueColumns: readonly (keyof Tables[Table] & string)[];
  readonly columns: readonly (keyof Tables[Table] & string)[];
  readonly entries: readonly Entry[];
  /** The values of an entry's row, in the order of `columns`. */
  readonly rowOf: (entry: Entry) => readonly unknown[];
}

// Larger parts gain nothing, keep other requests waiting for longer and need more memory at once.
const rowsPerPart = 250;

/**
 * Inserts, in a transaction that is open, the rows that are not there yet. Two equal rows are one,
 * whoever inserts them first.
 */
export async function insertNew<Table extends keyof Tables, Entry>(
  database: Database,
  { table, uniqueColumns, columns, entries, rowOf }: NewEntries<Table, Entry>,
): Promise<Inserted> {
  let count = 0;
  let lastId = 0;
  for (let from = 0; from < entries.length; from += rowsPerPart) {
    // The embedded engine works on this thread, so the others get their turn in between.
    if (from > 0) await otherRequests();
    const rows = entries.slice(from, from + rowsPerPart).map(rowOf);
    const part = { table, uniqueColumns, columns, rows };
    const inserted = await database.engine.insertNew(database, part);
    count += inserted.count;
    if (inserted.count > 0) lastId = inserted.lastId;
  }
  return { count, lastId };
}
