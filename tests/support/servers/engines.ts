import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { createDatabase, databaseUrl, dropDatabase, type Scheme } from '#servers/databases';

/** An empty database for one service. */
export interface TestDatabase {
  /** What to give to the service as `DATABASE_URL`. */
  readonly url: string;
  drop(): Promise<void>;
}

/**
 * Makes an empty database on an engine.
 *
 * @param engine its name in jest.config.js, which also says by which driver the service uses it
 */
export function createDatabaseOn(engine: string): Promise<TestDatabase> {
  const { RECORDS_TEST_MARIADB_URL: mariaDb, RECORDS_TEST_MYSQL_URL: mySql } = process.env;
  if (engine === 'SQLite') return createSqliteFile();
  if (engine === 'MariaDB by MariaDbDriver') return createOn(mariaDb, 'mariadb');
  if (engine === 'MariaDB by MySqlDriver') return createOn(mariaDb, 'mysql');
  if (engine === 'MySQL') return createOn(mySql, 'mysql');
  throw new Error(`There is no engine ${engine}.`);
}

/** Describes what needs `startMariaDb`, `startRedis` or the shared Redis; skipped without them. */
export function describeWithServers(behaviour: string, body: () => void): void {
  (serversAreHere() ? describe : describe.skip)(behaviour, body);
}

/** The Redis of the whole run. Tests share it: keep to keys of your own, and flush nothing. */
export function sharedRedisUrl(): string {
  const url = process.env.RECORDS_TEST_REDIS_URL;
  if (!url) throw new Error('There is no Redis in this run: use describeWithServers.');
  return url;
}

function serversAreHere(): boolean {
  const state = process.env.RECORDS_TEST_SERVERS;
  // Else a run without them would pass, having tested SQLite alone.
  if (!state) throw new Error('Jest runs without the servers of jest.config.js.');
  return state === 'here';
}

async function createSqliteFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'records-'));
  return {
    url: `sqlite:${join(folder, 'records.db')}`,
    drop: () => rm(folder, { recursive: true, force: true, maxRetries: 5 }),
  };
}

async function createOn(adminUrl: string | undefined, scheme: Scheme): Promise<TestDatabase> {
  if (!adminUrl) throw new Error('The server is not here: see provide-engines.ts.');
  const name = await createDatabase(adminUrl);
  return {
    url: databaseUrl(adminUrl, name, scheme),
    drop: () => dropDatabase(adminUrl, name),
  };
}
