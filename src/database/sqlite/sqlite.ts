import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as otherRequests } from 'node:timers/promises';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type SqliteConnection } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection, sql } from 'kysely';
import { DeadlineExceeded } from '../../concurrency/deadline.js';
import type { Database } from '../database.js';
import type { ConnectOptions, Engine, Inserted, NewRows } from '../engine.js';
import { entities } from '../entities.js';
import { LockTimeoutError, retryTransaction } from '../retry-transaction.js';
import { Migration0001Initial } from './migrations/0001-initial.js';
import { Migration0002DataVersion } from './migrations/0002-data-version.js';
import { Migration0003ImportsAtScale } from './migrations/0003-imports-at-scale.js';
import { Migration0004Folding2 } from './migrations/0004-folding-2.js';
import { Migration0005RejectionsNotKept } from './migrations/0005-rejections-not-kept.js';
import { sqliteSearchIndex } from './sqlite-search.js';
import { cacheStatements } from './statement-cache.js';
import { watchConnection } from './watch-connection.js';

const intervalFormats = { YEAR: '%Y', MONTH: '%Y-%m', DAY: '%Y-%m-%d' } as const;

const migrations = [
  { name: '0001-initial', class: Migration0001Initial },
  { name: '0002-data-version', class: Migration0002DataVersion },
  { name: '0003-imports-at-scale', class: Migration0003ImportsAtScale },
  { name: '0004-folding-2', class: Migration0004Folding2 },
  { name: '0005-rejections-not-kept', class: Migration0005RejectionsNotKept },
];

const retryMs = 5000;
// Another process may be migrating a file of millions of records.
const migrateRetryMs = 60_000;

/**
 * Runs one small statement for each row. Statements of many rows are no faster here, and as the
 * garbage collector does not know how much memory SQLite takes for them, it leaves a hundred
 * megabytes of them lying about.
 */
async function insertNew(
  { em }: Database,
  { table, uniqueColumns, columns, rows }: NewRows,
): Promise<Inserted> {
  const connection = em.getConnection('write') as SqliteConnection;
  const statement = (await connection.getNativeClient()).prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
      on conflict (${uniqueColumns.join(', ')}) do nothing`,
  );
  // The engine works on this thread, so other requests get their turn first.
  await otherRequests();
  let count = 0;
  let lastId = 0;
  for (const row of rows) {
    const { changes, lastInsertRowid } = statement.run(row);
    if (changes === 0) continue;
    count += 1;
    lastId = Number(lastInsertRowid);
  }
  return { count, lastId };
}

function isRetryable(error: unknown): boolean {
  const { code, message } = Object(error) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  // Another process writes, or, in the second case, makes the tables of a new file just now.
  return String(code).startsWith('SQLITE_BUSY') || /table .* already exists/.test(String(message));
}

async function configureConnection(connection: DatabaseConnection): Promise<void> {
  watchConnection(connection, {
    // SQLite undoes a transaction by itself when the disk is full, and then refuses the rollback.
    isHarmlessRollback: (error) => /no transaction is active/.test(String(error)),
  });
  // Readers go on during an import (WAL), and what was answered survives a power cut (FULL).
  // Waiting for another process stops this thread, so it is short; what failed is tried again.
  for (const pragma of ['busy_timeout = 100', 'journal_mode = wal', 'synchronous = full']) {
    const statement = CompiledQuery.raw(`pragma ${pragma}`);
    await retryTransaction({ isRetryable, retryMs }, () => connection.executeQuery(statement));
  }
}

/**
 * The embedded engine: SQLite by better-sqlite3.
 *
 * @param file path of the database file, whose folder is made when missing, or `:memory:`
 */
export function sqliteEngine(file: string, { onStatement }: ConnectOptions): Engine {
  const inMemory = file === ':memory:';
  return {
    migrations,
    migratesAtStart: true,
    // The second connection sees every commit to the file at once.
    hasReplicas: false,
    searchIndex: sqliteSearchIndex,
    insertNew,
    isRetryable,
    retryMs,
    // There is one connection that writes, for which transactions wait anyway.
    takeTurn: (transaction) => transaction(),
    // What stays busy after all retries is not to be had, like a server that is away.
    isUnavailable: (error) =>
      isRetryable(error) || error instanceof LockTimeoutError || error instanceof DeadlineExceeded,
    // It has no bounds of its own, and whoever is in the way is waited for by retries.
    isTimedOut: () => false,
    hasStuckWrites: () => false,
    storedInstant: (instant) => instant.getTime(),
    containsText: (column, text) => sql`instr(${column}, ${text}) > 0`,
    byteLength: (column) => sql`octet_length(${column})`,
    intervalStart: (interval, column) =>
      sql`strftime(${sql.lit(intervalFormats[interval])}, ${column} / 1000.0, 'unixepoch')`,
    async versionReader(orm) {
      // Not on the connection that writes, where it would wait for the end of an import.
      const connection = orm.em.getConnection('read') as SqliteConnection;
      const database = await connection.getNativeClient();
      const statement = database.prepare('select version from data_version where id = 1');
      const read = () => (statement.get() as { readonly version: number }).version;
      return { read: async () => Number(read()), close: async () => {} };
    },
    migrate: (orm) =>
      retryTransaction({ isRetryable, retryMs: migrateRetryMs }, () => orm.migrator.up()),
    async connect() {
      if (!inMemory) mkdirSync(dirname(file), { recursive: true });
      const orm = await MikroORM.init({
        entities: [...entities],
        dbName: file,
        extensions: [Migrator],
        migrations: { migrationsList: migrations, snapshot: false, silent: true },
        onCreateConnection: (connection) => configureConnection(connection as DatabaseConnection),
        driverOptions: onStatement === undefined ? {} : { verbose: onStatement },
        // A second connection to the same file, so that reads need not wait for a transaction's end.
        ...(inMemory ? {} : { replicas: [{ dbName: file }] }),
      });
      for (const type of ['write', 'read'] as const) {
        const connection = orm.em.getConnection(type) as SqliteConnection;
        const client = await connection.getNativeClient();
        if (!Object.hasOwn(client, 'prepare')) cacheStatements(client);
      }
      return orm;
    },
  };
}
