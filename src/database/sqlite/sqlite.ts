import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM, type SqliteConnection } from '@mikro-orm/sqlite';
import { CompiledQuery, type DatabaseConnection, sql } from 'kysely';
import { DeadlineExceeded } from '../../concurrency/deadline.js';
import type {
  ConnectOptions,
  Engine,
  EngineAccess,
  Inserted,
  NewRows,
  RowsToWrite,
} from '../engine.js';
import { entities } from '../entities.js';
import { LockTimeoutError, retryTransaction } from '../retry-transaction.js';
import { ignoreFailedRollback } from './ignore-failed-rollback.js';
import { Migration0001Initial } from './migrations/0001-initial.js';
import { Migration0002DataVersion } from './migrations/0002-data-version.js';
import { Migration0003ImportsAtScale } from './migrations/0003-imports-at-scale.js';
import { Migration0004Folding2 } from './migrations/0004-folding-2.js';
import { Migration0005RejectionsNotKept } from './migrations/0005-rejections-not-kept.js';
import { Migration0006ImportOwners } from './migrations/0006-import-owners.js';
import { Migration0007SearchBlocks } from './migrations/0007-search-blocks.js';
import { Migration0008ImportRetries } from './migrations/0008-import-retries.js';
import { Migration0009ListsWithRowIds } from './migrations/0009-lists-with-row-ids.js';
import { cacheStatements } from './statement-cache.js';

const intervalFormats = { DAY: '%Y-%m-%d', HOUR: '%Y-%m-%dT%H:00Z' } as const;

const migrations = [
  { name: '0001-initial', class: Migration0001Initial },
  { name: '0002-data-version', class: Migration0002DataVersion },
  { name: '0003-imports-at-scale', class: Migration0003ImportsAtScale },
  { name: '0004-folding-2', class: Migration0004Folding2 },
  { name: '0005-rejections-not-kept', class: Migration0005RejectionsNotKept },
  { name: '0006-import-owners', class: Migration0006ImportOwners },
  { name: '0007-search-blocks', class: Migration0007SearchBlocks },
  { name: '0008-import-retries', class: Migration0008ImportRetries },
  { name: '0009-lists-with-row-ids', class: Migration0009ListsWithRowIds },
];

const retryMs = 5000;
// Another process may be migrating a file with millions of records.
const migrateRetryMs = 60_000;

/**
 * Runs one small statement for each row. Statements of many rows are no faster here, and as the
 * garbage collector does not know how much memory SQLite allocates for them, a hundred megabytes of
 * them would pile up.
 */
async function insertNew(
  access: EngineAccess,
  { uniqueColumns, rows, ...into }: NewRows,
): Promise<Inserted> {
  const skip = `on conflict (${uniqueColumns.join(', ')}) do nothing`;
  const statement = await prepareInsert(access, into, skip);
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

async function writeRows(
  access: EngineAccess,
  { addTo, rows, ...into }: RowsToWrite,
): Promise<void> {
  const add = addTo && `${addTo.column} = ${into.table}.${addTo.column} + excluded.${addTo.column}`;
  const onConflict = addTo && `on conflict (${addTo.key}) do update set ${add}`;
  const statement = await prepareInsert(access, into, onConflict);
  for (const row of rows) statement.run(row);
}

async function prepareInsert(
  { em }: EngineAccess,
  { table, columns }: Pick<NewRows, 'table' | 'columns'>,
  onConflict = '',
) {
  const client = await (em.getConnection('write') as SqliteConnection).getNativeClient();
  const statement = client.prepare(
    `insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})
      ${onConflict}`,
  );
  // SQLite works on this thread, so other requests run first.
  await nextTurn();
  return statement;
}

async function retireFormerIndex({ writer }: EngineAccess): Promise<void> {
  // Not by "if exists" alone, which would wait for an import of another process each time.
  const { rows } = await sql`select 1 from sqlite_master where name = 'record_search'`.execute(
    writer,
  );
  if (rows.length > 0) await sql`drop table if exists record_search`.execute(writer);
}

function isRetryable(error: unknown): boolean {
  const { code, message } = Object(error) as {
    readonly code?: unknown;
    readonly message?: unknown;
  };
  // Another process is writing or, in the second case, creating the tables of a new file.
  return String(code).startsWith('SQLITE_BUSY') || /table .* already exists/.test(String(message));
}

// Each chunk of an import changes pages all over the indexes of millions of records. They stay in 64 MB of
// memory, and are copied from the log to the file once for many chunks: when the log has 256 MB.
const importPragmas = ['cache_size = -65536', 'wal_autocheckpoint = 65536'];

async function configureConnection(
  connection: DatabaseConnection,
  { forImport = false }: ConnectOptions,
): Promise<void> {
  ignoreFailedRollback(connection);
  // Reads continue during an import (WAL), and confirmed commits survive a power cut (FULL).
  // Waiting for another process blocks this thread, so the wait is short, and retried.
  const pragmas = ['busy_timeout = 100', 'journal_mode = wal', 'synchronous = full'];
  for (const pragma of forImport ? [...pragmas, ...importPragmas] : pragmas) {
    const statement = CompiledQuery.raw(`pragma ${pragma}`);
    await retryTransaction({ isRetryable, retryMs }, () => connection.executeQuery(statement));
  }
}

/**
 * The embedded engine: SQLite through better-sqlite3.
 *
 * @param file path of the database file, whose folder is created when missing, or `:memory:`
 */
export function createSqliteEngine(file: string, options: ConnectOptions): Engine {
  const { onStatement } = options;
  const inMemory = file === ':memory:';
  return {
    migrations,
    migratesAtStart: true,
    // The second connection sees every commit to the file at once.
    hasReplicas: false,
    insertNew,
    writeRows,
    isRetryable,
    retryMs,
    // A single connection writes, and transactions wait for it anyway.
    takeTurn: (transaction) => transaction(),
    // A database that is still busy after all retries is unavailable, like a server that is down.
    isUnavailable: (error) =>
      isRetryable(error) || error instanceof LockTimeoutError || error instanceof DeadlineExceeded,
    // SQLite has no time limit of its own, and retries wait for other transactions.
    isTimedOut: () => false,
    hasStuckWrites: () => false,
    // A statement blocks this thread from its start to its end.
    workClock: () => performance.now(),
    storedInstant: (instant) => instant.getTime(),
    containsText: (column, text) => sql`instr(${column}, ${text}) > 0`,
    // In SQLite, a cross join fixes the order in which tables are read.
    rowsOf: (numbers, join) =>
      sql`(select value as number from json_each(${JSON.stringify(numbers)})) as given cross join ${join}`,
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
    retireFormerIndex,
    migrate: (orm) =>
      retryTransaction({ isRetryable, retryMs: migrateRetryMs }, () => orm.migrator.up()),
    async connect() {
      if (!inMemory) mkdirSync(dirname(file), { recursive: true });
      const orm = await MikroORM.init({
        entities: [...entities],
        dbName: file,
        extensions: [Migrator],
        migrations: { migrationsList: migrations, snapshot: false, silent: true },
        onCreateConnection: (connection) =>
          configureConnection(connection as DatabaseConnection, options),
        driverOptions: onStatement === undefined ? {} : { verbose: onStatement },
        // A second connection to the same file, so that reads do not wait for a transaction's end.
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
