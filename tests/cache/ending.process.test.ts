import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Build, buildEnv, linkBuild } from '../support/build.js';
import { follow } from '../support/checkout.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { startGarbageServer, startSlowProxy } from '../support/servers/redis-impostors.js';
import { migratedDatabase } from '../support/service.js';

// Processes take their time to start where the machine is busy.
jest.setTimeout(60_000);

describeWithServers('a process that stops is not delayed by', () => {
  let build: Build;
  let redis: RedisServer;
  let database: TestDatabase;
  beforeAll(async () => {
    [build, redis, database] = await Promise.all([linkBuild(), startRedis(), migratedDatabase()]);
  });
  afterAll(async () => {
    await Promise.all([build.remove(), redis.stop(), database.drop()]);
  });

  /** A process that serves with this Redis, or with none. */
  async function serve(redisUrl = '') {
    const env = { DATABASE_URL: database.url, REDIS_URL: redisUrl, PORT: '0', LOG_LEVEL: 'info' };
    const child = spawn(process.execPath, [join(build.folder, 'dist/main.js'), 'serve'], {
      env: { ...buildEnv(), ...env },
    });
    const server = follow(child);
    const [address] = await server.until(/http:\/\/127\.0\.0\.1:\d+/);
    return {
      async ask(text: string) {
        expect((await fetch(`${address}/v1/?contains=${text}`)).status).toBe(200);
      },
      /** Ends it in good order, and returns how many milliseconds that took. */
      async end() {
        const since = performance.now();
        child.kill('SIGTERM');
        expect(await server.ended()).toBe(0);
        return performance.now() - since;
      },
    };
  }

  /** Serves a request with this Redis, does something to it, serves another and ends. */
  async function endsSoon(url: string, disturb: () => Promise<unknown> = async () => {}) {
    const [server, without] = await Promise.all([serve(url), serve()]);
    await Promise.all([server.ask('1'), without.ask('1')]);
    await disturb();
    await server.ask('2');
    // The one that has no Redis tells how long an end takes on this machine at this moment.
    const [milliseconds, usual] = await Promise.all([server.end(), without.end()]);
    expect(milliseconds - usual).toBeLessThan(1_000);
  }

  test('a Redis that responds', () => endsSoon(redis.url));

  test('a Redis that is frozen', async () => {
    await endsSoon(redis.url, redis.freeze);
    await endsSoon(redis.url);
    await redis.thaw();
  });

  test('a Redis that was killed', async () => {
    await endsSoon(redis.url, redis.kill);
    await endsSoon(redis.url);
    await redis.restart();
  });

  test('a Redis that is slow or sends garbage', async () => {
    const impostors = [await startSlowProxy(redis.port, 500), await startGarbageServer()];
    for (const { url } of impostors) await endsSoon(url);
    for (const impostor of impostors) await impostor.stop();
  });
});
