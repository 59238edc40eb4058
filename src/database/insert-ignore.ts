import type { Database } from './database.js';
import { type Inserted, type NewRows, rowsPerInsert } from './engine.js';
import type { Tables } from './tables.js';

/** Rows to insert, with names that are checked against the table. */
interface NewRowsOf<Table extends keyof Tables> extends NewRows {
  readonly table: Table;
  readonly uniqueColumns: readonly (keyof Tables[Table] & string)[];
  readonly columns: readonly (keyof Tables[Table] & string)[];
}

/**
 * Inserts, in an open transaction, the rows that are not stored yet. Two equal rows become one,
 * whichever transaction inserts them first.
 */
export async function insertIgnore<Table extends keyof Tables>(
  database: Database,
  { rows, ...rest }: NewRowsOf<Table>,
): Promise<Inserted> {
  let count = 0;
  let lastId = 0;
  for (const part of splitRows(rows)) {
    const inserted = await database.engine.insertNew(database, { ...rest, rows: part });
    count += inserted.count;
    if (inserted.count > 0) lastId = inserted.lastId;
  }
  return { count, lastId };
}

// A UTF-16 unit takes at most three bytes, escaped or not, and a statement at most 16 MB, unless MariaDB
// is configured otherwise.
const maxPartLength = 5 * 1024 * 1024;

function* splitRows(rows: NewRows['rows']): Generator<NewRows['rows']> {
  let from = 0;
  let length = 0;
  for (const [at, row] of rows.entries()) {
    const rowLength = measureRow(row);
    if (at - from === rowsPerInsert || (length + rowLength > maxPartLength && at > from)) {
      yield rows.slice(from, at);
      from = at;
      length = 0;
    }
    length += rowLength;
  }
  if (from < rows.length) yield from === 0 ? rows : rows.slice(from);
}

function measureRow(row: readonly unknown[]): number {
  let length = 0;
  for (const value of row) if (typeof value === 'string') length += value.length;
  return length;
}
