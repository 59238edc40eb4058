import { MikroORM as MariaDb } from '@mikro-orm/mariadb';
import { Migrator } from '@mikro-orm/migrations';
import { MikroORM as MySql } from '@mikro-orm/mysql';
import { CompiledQuery, type DatabaseConnection, sql } from 'kysely';
import type { Database } from '../database.js';
import type { ConnectOptions, Engine, Inserted, NewRows } from '../engine.js';
import { entities } from '../entities.js';
import { Migration0001Initial } from '../migrations/mysql/0001-initial.js';
import { Migration0002DataVersion } from '../migrations/mysql/0002-data-version.js';
import { watchConnection } from '../watch-connection.js';
import { isReadOnlyServer, isRetryable, isUnavailable } from './mysql-errors.js';
import { mysqlSearchIndex } from './mysql-search.js';

const intervalFormats = { YEAR: '%Y', MONTH: '%Y-%m', DAY: '%Y-%m-%d' } as const;

const migrations = [
  { name: '0001-initial', class: Migration0001Initial },
  { name: '0002-data-version', class: Migration0002DataVersion },
];

/** Milliseconds after which a server that does not take a connection counts as away. */
const connectTimeout = 1500;

/**
 * MySQL (`mysql://`, by MySqlDriver) and MariaDB (`mariadb://`, by MariaDbDriver).
 *
 * @param url the primary; imports, and reads inside a transaction, go nowhere else
 */
export function mysqlEngine(
  url: string,
  { replicaUrls = [], onStatement }: ConnectOptions,
): Engine {
  return {
    migrations,
    migratesAtStart: false,
    searchIndex: mysqlSearchIndex,
    insertNew,
    isRetryable,
    isUnavailable,
    storedInstant: (instant) => instant,
    intervalStart: (interval, column) =>
      sql`date_format(${column}, ${sql.lit(intervalFormats[interval])})`,
    connect() {
      const options = {
        entities: [...entities],
        clientUrl: url,
        replicas: replicaUrls.map((clientUrl) => ({ clientUrl })),
        extensions: [Migrator],
        migrations: { migrationsList: migrations, snapshot: false, silent: true },
        pool: { min: 0, max: 10 },
        onCreateConnection: (connection: unknown) =>
          configureConnection(connection as DatabaseConnection, onStatement),
        driverOptions: {
          charset: 'utf8mb4',
          // Instants come as Date, in UTC whatever the server's time zone is.
          timezone: 'Z',
          dateStrings: false,
          // Rows that an insert passes over count as none.
          flags: ['-FOUND_ROWS'],
          connectTimeout,
        },
      };
      return url.startsWith('mariadb:') ? MariaDb.init(options) : MySql.init(options);
    },
  };
}

async function insertNew(
  { writer }: Database,
  { table, uniqueColumns: [key], columns, rows }: NewRows,
): Promise<Inserted> {
  const row = `(${columns.map(() => '?').join(', ')})`;
  // Unlike "insert ignore", this passes over equal keys only, and no other fault.
  const statement = `insert into ${table} (${columns.join(', ')})
    values ${rows.map(() => row).join(', ')} on duplicate key update ${key} = ${table}.${key}`;
  const result = await writer.executeQuery(CompiledQuery.raw(statement, rows.flat()));
  return { count: Number(result.numAffectedRows), lastId: Number(result.insertId) };
}

async function configureConnection(
  connection: DatabaseConnection,
  onStatement: ConnectOptions['onStatement'],
): Promise<void> {
  watchConnection(connection, {
    onStatement,
    // A rollback fails when the connection is lost, and then the server has undone everything.
    isHarmlessRollback: () => true,
    async onError(error) {
      // After a failover the connection still leads to the old primary: the pool must not keep it.
      if (isReadOnlyServer(error)) {
        await connection.executeQuery(CompiledQuery.raw('kill connection_id()')).catch(() => {});
      }
    },
  });
  await connection.executeQuery(
    // Values are escaped by backslashes, so the server must read them; and nothing is cut to fit.
    CompiledQuery.raw("set session sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00'"),
  );
}
