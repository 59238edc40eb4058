import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection, sql } from 'kysely';
import type { Engine, SearchIndex, TextCandidates } from '../engine.js';
import { entities } from '../entities.js';
import { Migration0001Initial } from '../migrations/sqlite/0001-initial.js';

const intervalFormats = { YEAR: '%Y', MONTH: '%Y-%m', DAY: '%Y-%m-%d' } as const;

const migrations = [{ name: '0001-initial', class: Migration0001Initial }];

/** The FTS5 expression for rows that hold every trigram of the texts. */
function matchExpression(candidates: TextCandidates): string {
  if ('text' in candidates) return trigrams(candidates.text).map(quoted).join(' AND ');
  const [parts, operator] =
    'all' in candidates ? [candidates.all, ' AND '] : [candidates.any, ' OR '];
  return parts.map((part) => `(${matchExpression(part)})`).join(operator);
}

// Enough to tell rows apart; the rest of a long text would only make the index slower.
const maxTrigrams = 32;

function trigrams(text: string): string[] {
  const points = [...text];
  const all = new Set(points.slice(2).map((_, at) => points.slice(at, at + 3).join('')));
  return [...all].slice(0, maxTrigrams);
}

const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`;

const searchIndex: SearchIndex = {
  countCandidates: (candidates, limit) =>
    sql`select count(*) as count from (
      select 1 from record_search where record_search match ${matchExpression(candidates)} limit ${limit}
    )`,
  // A cross join is SQLite's way to fix the order in which tables are read.
  candidateRecords: (candidates) =>
    sql`(select rowid as candidate_id from record_search where record_search match ${matchExpression(candidates)})
      cross join record on record.id = candidate_id`,
  async addRecordsAfter(lastId, database) {
    await sql`insert into record_search (rowid, text)
      select id, title_folded || uri_folded from record where id > ${lastId}`.execute(
      database.writer,
    );
  },
};

async function configureConnection(connection: DatabaseConnection): Promise<void> {
  // Readers go on during an import (WAL), and what was answered survives a power cut (FULL).
  for (const pragma of ['journal_mode = wal', 'synchronous = full', 'busy_timeout = 5000']) {
    await connection.executeQuery(CompiledQuery.raw(`pragma ${pragma}`));
  }
}

/**
 * The embedded engine: SQLite by better-sqlite3.
 *
 * @param file path of the database file, whose folder is made when missing, or `:memory:`
 * @param onStatement hears the SQL of every statement, for tests that count them
 */
export function sqliteEngine(file: string, onStatement?: (sql: string) => void): Engine {
  const inMemory = file === ':memory:';
  return {
    migrations,
    searchIndex,
    insertNewSql: (table, uniqueColumns, columns, rowCount) => {
      const row = `(${columns.map(() => '?').join(', ')})`;
      const rows = Array.from({ length: rowCount }, () => row).join(', ');
      return `insert into ${table} (${columns.join(', ')}) values ${rows} on conflict (${uniqueColumns.join(', ')}) do nothing`;
    },
    storedInstant: (instant) => instant.getTime(),
    intervalStart: (interval, column) =>
      sql`strftime(${sql.lit(intervalFormats[interval])}, ${column} / 1000, 'unixepoch')`,
    connect() {
      if (!inMemory) mkdirSync(dirname(file), { recursive: true });
      return MikroORM.init({
        entities: [...entities],
        dbName: file,
        extensions: [Migrator],
        migrations: { migrationsList: migrations, snapshot: false, silent: true },
        onCreateConnection: (connection) => configureConnection(connection as DatabaseConnection),
        driverOptions: onStatement === undefined ? {} : { verbose: onStatement },
        // A second connection to the same file, so that reads need not wait for a transaction's end.
        ...(inMemory ? {} : { replicas: [{ dbName: file }] }),
      });
    },
  };
}
