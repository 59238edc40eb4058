import { type MariaDbServer, startMariaDb } from '#servers/mariadb';
import type { PrivateServer } from '#servers/private-server';
import { provideEngines } from '#servers/provide-engines';
import { startRedis } from '#servers/redis';

// Jest evaluates globalSetup and globalTeardown apart: what they share hangs on the process.
const shared = globalThis as { recordsTestServers?: readonly PrivateServer[] };

/**
 * Starts the MariaDB and the Redis that all test files of a run share, and leaves their addresses
 * in the environment for Jest's workers. Where they cannot be had, the run fails in CI, and
 * elsewhere leaves out the tests that need them.
 */
export async function startSharedServers(): Promise<void> {
  const lack = await provideEngines();
  if (lack && process.env.CI === 'true') throw new Error(lack);
  if (lack) {
    process.stderr.write(`\nENGINE TESTS ARE LEFT OUT, and counted below as skipped. ${lack}\n`);
    process.env.RECORDS_TEST_SERVERS = 'missing';
    return;
  }
  // One after the other: should the second fail, the first is ended with this process.
  const redis = await startRedis();
  const mariadb: MariaDbServer = await startMariaDb();
  shared.recordsTestServers = [redis, mariadb];
  process.env.RECORDS_TEST_SERVERS = 'started';
  process.env.RECORDS_TEST_REDIS_URL = redis.url;
  process.env.RECORDS_TEST_MARIADB_URL = mariadb.adminUrl;
}

export async function stopSharedServers(): Promise<void> {
  await Promise.all((shared.recordsTestServers ?? []).map((server) => server.stop()));
}
