import { performance } from 'node:perf_hooks';
import { MikroORM as MariaDb } from '@mikro-orm/mariadb';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as MySql } from '@mikro-orm/mysql';
import { CompiledQuery, Kysely, MysqlDialect, sql } from 'kysely';
import { limitConcurrency } from '../../concurrency/semaphore.js';
import { readDataVersion } from '../data-version-row.js';
import {
  type ConnectOptions,
  type Engine,
  type EngineAccess,
  type Inserted,
  type NewRows,
  type RowsToWrite,
  rowsPerInsert,
} from '../engine.js';
import { entities } from '../entities.js';
import type { Statements } from '../statements.js';
import type { Tables } from '../tables.js';
import { Migration0001Initial } from './migrations/0001-initial.js';
import { Migration0002DataVersion } from './migrations/0002-data-version.js';
import { Migration0003TrigramIndex } from './migrations/0003-trigram-index.js';
import { Migration0004ImportsAtScale } from './migrations/0004-imports-at-scale.js';
import { Migration0005Folding2 } from './migrations/0005-folding-2.js';
import { Migration0006RejectionsNotKept } from './migrations/0006-rejections-not-kept.js';
import { Migration0007ImportOwners } from './migrations/0007-import-owners.js';
import { Migration0008SearchBlocks } from './migrations/0008-search-blocks.js';
import { Migration0009ImportRetries } from './migrations/0009-import-retries.js';
import { isRetryable, isTimedOut, isUnavailable } from './mysql-errors.js';
import { withMigrationLock } from './mysql-migration-lock.js';
import { createMysqlPool } from './mysql-pool.js';
import { keepPrepared } from './mysql-prepared.js';
import { WriteWatch } from './mysql-write-watch.js';

const intervalFormats = { DAY: '%Y-%m-%d', HOUR: '%Y-%m-%dT%H:00Z' } as const;

const migrations = [
  { name: '0001-initial', class: Migration0001Initial },
  { name: '0002-data-version', class: Migration0002DataVersion },
  { name: '0003-trigram-index', class: Migration0003TrigramIndex },
  { name: '0004-imports-at-scale', class: Migration0004ImportsAtScale },
  { name: '0005-folding-2', class: Migration0005Folding2 },
  { name: '0006-rejections-not-kept', class: Migration0006RejectionsNotKept },
  { name: '0007-import-owners', class: Migration0007ImportOwners },
  { name: '0008-search-blocks', class: Migration0008SearchBlocks },
  { name: '0009-import-retries', class: Migration0009ImportRetries },
];

const poolSize = 10;
// As many as there are concurrent queries for the version of the data.
const versionPoolSize = 2;

const poolOptions = {
  connectTimeout: 1500,
  // Before the server closes them, see the session settings.
  idleTimeout: 60_000,
  charset: 'utf8mb4',
  // Instants are returned as Date, in UTC whatever the server's time zone.
  timezone: 'Z',
  supportBigNumbers: true,
  // Rows that an insert skips are not counted as affected.
  flags: ['-FOUND_ROWS'],
};

/**
 * MySQL (`mysql://`, by MySqlDriver) and MariaDB (`mariadb://`, by MariaDbDriver).
 *
 * @param url the primary; imports, and reads inside a transaction, use no other server
 */
export function createMysqlEngine(
  url: string,
  { replicaUrls = [], onStatement }: ConnectOptions,
): Engine {
  const writes = new WriteWatch();
  const dialectFor = (uri: string, connectionLimit = poolSize) => {
    // Idle connections are closed only if the pool may have more connections than may be idle.
    const maxIdle = connectionLimit - 1;
    const options = { ...poolOptions, uri, connectionLimit, maxIdle };
    // Opened by the first statement: Kysely never closes the pool of a dialect that was not used.
    return new MysqlDialect({ pool: async () => createMysqlPool(options, writes, onStatement) });
  };
  return {
    migrations,
    async versionReader() {
      // Slow searches of other clients must not delay cached responses.
      const primary = new Kysely<Tables>({ dialect: dialectFor(url, versionPoolSize) });
      return { read: () => readDataVersion(primary), close: () => primary.destroy() };
    },
    migratesAtStart: false,
    hasReplicas: replicaUrls.length > 0,
    insertNew,
    writeRows,
    isRetryable,
    retryMs: 30_000,
    isUnavailable,
    isTimedOut,
    hasStuckWrites: () => writes.isStuck,
    // Only while this thread is idle is it certain that a statement is what is waited for.
    workClock: () => performance.eventLoopUtilization().idle,
    // The rest of the pool is for reads, which must not wait for imports to finish.
    takeTurn: limitConcurrency(poolSize / 2),
    storedInstant: (instant) => instant,
    containsText: (column, text) => sql`instr(${column}, ${text}) > 0`,
    // Sent as one value, as long lists of values are slow to plan.
    rowsOf: (numbers, join) => sql`json_table(${JSON.stringify(numbers)},
      '$[*]' columns (number bigint unsigned path '$')) as given straight_join ${join}`,
    byteLength: (column) => sql`octet_length(${column})`,
    intervalStart: (interval, column) =>
      sql`date_format(${column}, ${sql.lit(intervalFormats[interval])})`,
    connect() {
      const options = {
        entities: [...entities],
        clientUrl: url,
        driverOptions: () => dialectFor(url),
        replicas: replicaUrls.map((clientUrl) => ({
          clientUrl,
          driverOptions: () => dialectFor(clientUrl),
        })),
        extensions: [Migrator],
        migrations: { migrationsList: migrations, snapshot: false, silent: true },
      };
      return url.startsWith('mariadb:') ? MariaDb.init(options) : MySql.init(options);
    },
    retireFormerIndex,
    migrate: (orm) => withMigrationLock(orm, () => orm.migrator.up()),
  };
}

/** Adds a column that older versions do not provide; a later version of this program drops the table. */
async function retireFormerIndex({ writer }: EngineAccess): Promise<void> {
  if (!(await hasFormerIndex(writer))) return;
  try {
    await retireTable(writer);
  } catch (error) {
    // Another process may have been faster.
    if (await hasFormerIndex(writer)) throw error;
  }
}

async function hasFormerIndex(writer: Statements): Promise<boolean> {
  const { rows } = await sql<{ name: string }>`select column_name as name
    from information_schema.columns
    where table_schema = database() and table_name = 'record_trigram'`.execute(writer);
  return rows.length > 0 && rows.every(({ name }) => name !== 'retired');
}

async function retireTable(writer: Statements): Promise<void> {
  const { rows: used } = await sql`select 1 from record_trigram limit 1`.execute(writer);
  await (used.length === 0
    ? sql`drop table if exists record_trigram`
    : sql`alter table record_trigram add column retired bool not null`
  ).execute(writer);
}

async function insertNew(
  database: EngineAccess,
  { uniqueColumns: [key], ...rows }: NewRows,
): Promise<Inserted> {
  // Unlike "insert ignore", this skips equal keys only, and hides no other error.
  const skip = `on duplicate key update ${key} = ${rows.table}.${key}`;
  const result = await insertRows(database, rows, skip);
  return { count: Number(result.numAffectedRows), lastId: Number(result.insertId) };
}

async function writeRows(database: EngineAccess, { addTo, ...rows }: RowsToWrite): Promise<void> {
  const add = addTo && `${addTo.column} = ${rows.table}.${addTo.column} + values(${addTo.column})`;
  await insertRows(database, rows, add && `on duplicate key update ${add}`);
}

function insertRows(
  { writer }: EngineAccess,
  { table, columns, rows }: Pick<NewRows, 'table' | 'columns' | 'rows'>,
  onDuplicateKey = '',
) {
  const row = `(${columns.map(() => '?').join(', ')})`;
  const statement = `insert into ${table} (${columns.join(', ')})
    values ${rows.map(() => row).join(', ')} ${onDuplicateKey}`;
  // All full parts of a table are the same statement, which takes the server two thirds of the time
  // if it does not have to parse it.
  if (rows.length === rowsPerInsert) keepPrepared(statement);
  return writer.getExecutor().executeQuery(CompiledQuery.raw(statement, rows.flat()));
}
