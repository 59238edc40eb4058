import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { follow } from '../support/checkout.js';
import { type Build, buildService } from '../support/server-process.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { startGarbageServer, startSlowProxy } from '../support/servers/redis-impostors.js';
import { migratedDatabase } from '../support/service.js';

// These look at times, and a machine can be busy at the wrong moment. What is broken fails each time.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

describeWithServers('a process ends within a second of SIGTERM', () => {
  let build: Build;
  let redis: RedisServer;
  let database: TestDatabase;
  beforeAll(async () => {
    [build, redis, database] = await Promise.all([
      buildService(),
      startRedis(),
      migratedDatabase(),
    ]);
  }, 30_000);
  afterAll(async () => {
    await Promise.all([build.remove(), redis.stop(), database.drop()]);
  });

  /** Serves a request with this Redis, does something to it, serves another and ends. */
  async function endsSoon(url: string, disturb: () => Promise<unknown> = async () => {}) {
    const env = { DATABASE_URL: database.url, REDIS_URL: url, PORT: '0', LOG_LEVEL: 'info' };
    const child = spawn(process.execPath, [join(build.folder, 'dist/main.js'), 'serve'], {
      env: { PATH: process.env.PATH, ...env },
    });
    const server = follow(child);
    const [address] = await server.until(/http:\/\/127\.0\.0\.1:\d+/);
    const ask = (n: number) => fetch(`${address}/v1/?contains=${n}`);
    expect((await ask(1)).status).toBe(200);
    await disturb();
    expect((await ask(2)).status).toBe(200);
    const since = performance.now();
    child.kill('SIGTERM');
    expect(await server.ended()).toBe(0);
    expect(performance.now() - since).toBeLessThan(1_000);
  }

  test('with a Redis that answers', () => endsSoon(redis.url));

  test('with one that is frozen', async () => {
    await endsSoon(redis.url, redis.freeze);
    await endsSoon(redis.url);
    await redis.thaw();
  });

  test('with one that is killed', async () => {
    await endsSoon(redis.url, redis.kill);
    await endsSoon(redis.url);
    await redis.restart();
  });

  test('with one that is slow or speaks garbage', async () => {
    const impostors = [await startSlowProxy(redis.port, 500), await startGarbageServer()];
    for (const { url } of impostors) await endsSoon(url);
    for (const impostor of impostors) await impostor.stop();
  });
});
