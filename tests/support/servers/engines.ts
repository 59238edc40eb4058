import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe } from '@jest/globals';
import { createDatabase, databaseUrl, dropDatabase, type Scheme } from '#servers/mariadb-databases';

/** An empty database for one service. */
export interface TestDatabase {
  /** What to give to the service as `DATABASE_URL`. */
  readonly url: string;
  drop(): Promise<void>;
}

/** A database engine and the driver by which the service uses it. */
export interface Engine {
  /** Such as `MariaDB by MySqlDriver`. */
  readonly name: string;
  /** Undefined where the server is missing: the engine's tests are left out. */
  readonly createDatabase: (() => Promise<TestDatabase>) | undefined;
}

/**
 * All engines on which the suite runs. A real MySQL is one of them where `RECORDS_TEST_MYSQL_URL`
 * is the address of its administrator.
 */
export function allEngines(): Engine[] {
  const mariadb = serversStarted() ? process.env.RECORDS_TEST_MARIADB_URL : undefined;
  const mysql = process.env.RECORDS_TEST_MYSQL_URL;
  return [
    { name: 'SQLite', createDatabase: createSqliteFile },
    { name: 'MariaDB by MariaDbDriver', createDatabase: on(mariadb, 'mariadb') },
    { name: 'MariaDB by MySqlDriver', createDatabase: on(mariadb, 'mysql') },
    ...(mysql ? [{ name: 'MySQL', createDatabase: on(mysql, 'mysql') }] : []),
  ];
}

/** The engines that are there. Prefer `describeOnEngines`, which also counts those that are not. */
export function engines(): (Engine & { createDatabase: () => Promise<TestDatabase> })[] {
  return allEngines().flatMap(({ name, createDatabase }) =>
    createDatabase ? [{ name, createDatabase }] : [],
  );
}

/** Describes the same behaviour on every engine; tests of an engine that is missing are skipped. */
export function describeOnEngines(
  behaviour: string,
  body: (createDatabase: () => Promise<TestDatabase>, engine: string) => void,
): void {
  for (const { name, createDatabase } of allEngines()) {
    const missing = (): Promise<never> => Promise.reject(new Error(`${name} is not here.`));
    const block = createDatabase ? describe : describe.skip;
    block(`${behaviour} on ${name}`, () => body(createDatabase ?? missing, name));
  }
}

/** Describes what needs `startMariaDb`, `startRedis` or the shared Redis; skipped without them. */
export function describeWithServers(behaviour: string, body: () => void): void {
  (serversStarted() ? describe : describe.skip)(behaviour, body);
}

/** The Redis of the whole run. Tests share it: keep to keys of your own, and flush nothing. */
export function sharedRedisUrl(): string {
  const url = process.env.RECORDS_TEST_REDIS_URL;
  if (!url) throw new Error('There is no Redis in this run: use describeWithServers.');
  return url;
}

function serversStarted(): boolean {
  const state = process.env.RECORDS_TEST_SERVERS;
  // Else a run without the set-up would pass, having tested SQLite alone.
  if (!state) throw new Error("Jest's globalSetup is not tests/support/servers/global-setup.ts.");
  return state === 'started';
}

async function createSqliteFile(): Promise<TestDatabase> {
  const folder = await mkdtemp(join(tmpdir(), 'records-'));
  return {
    url: `sqlite:${join(folder, 'records.db')}`,
    drop: () => rm(folder, { recursive: true, force: true }),
  };
}

function on(adminUrl: string | undefined, scheme: Scheme): Engine['createDatabase'] {
  if (!adminUrl) return undefined;
  return async () => {
    const name = await createDatabase(adminUrl);
    return {
      url: databaseUrl(adminUrl, name, scheme),
      drop: () => dropDatabase(adminUrl, name),
    };
  };
}
