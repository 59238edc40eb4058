import { createRequire } from 'node:module';
import type { NormalisedRow } from './normalised-rows.ts';

interface Statement {
  run(...values: unknown[]): unknown;
}

interface Connection {
  exec(sql: string): void;
  pragma(text: string): void;
  prepare(sql: string): Statement;
  close(): void;
}

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => Connection;
const rowsPerCommit = 10_000;

/** Inserts rows as fast as better-sqlite3 can, on one thread, and returns how many a second. */
function insertAll(
  file: string,
  schema: string,
  insert: string,
  rows: readonly unknown[][],
): number {
  const connection = new Sqlite(file);
  // As safe as the service is.
  connection.pragma('journal_mode = wal');
  connection.pragma('synchronous = full');
  connection.exec(schema);
  const statement = connection.prepare(insert);
  const started = performance.now();
  for (let from = 0; from < rows.length; from += rowsPerCommit) {
    connection.exec('begin');
    for (const row of rows.slice(from, from + rowsPerCommit)) statement.run(row);
    connection.exec('commit');
  }
  const ms = performance.now() - started;
  connection.close();
  return (rows.length / ms) * 1000;
}

/** Title, uri and date into a table without any index. */
export function bareRowInserts(file: string, rows: readonly NormalisedRow[]): number {
  return insertAll(
    file,
    'create table row (id integer primary key, title text, uri text, date integer)',
    'insert into row (title, uri, date) values (?, ?, ?)',
    rows.map(({ title, uri, date }) => [title, uri, date.getTime()]),
  );
}

/** Records into the service's own table, with its indexes, but without its search index. */
export function bareRecordInserts(file: string, rows: readonly NormalisedRow[]): number {
  return insertAll(
    file,
    `create table record (
      id integer not null primary key autoincrement,
      title text not null,
      uri text not null,
      date datetime not null,
      site_id integer not null,
      import_id integer not null,
      fingerprint blob not null,
      title_folded text not null,
      uri_folded text not null);
    create unique index record_fingerprint_unique on record (fingerprint);
    create index record_date_index on record (date, id);
    create index record_site_date_index on record (site_id, date, id);
    create index record_import_index on record (import_id);`,
    `insert into record (title, uri, date, site_id, import_id, fingerprint, title_folded, uri_folded)
      values (?, ?, ?, ?, 1, ?, ?, ?)`,
    rows.map((row) => [
      row.title,
      row.uri,
      row.date.getTime(),
      row.siteId,
      row.fingerprint,
      row.titleFolded,
      row.uriFolded,
    ]),
  );
}
