import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Build, linkBuild } from '../support/build.js';
import { type ServerProcess, startProcess } from '../support/server-process.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { migratedDatabase } from '../support/service.js';

jest.setTimeout(60_000);

const burst = 4000;
const lease = burst / 20;

describeWithServers('Two processes that share Redis', () => {
  let build: Build;
  let redis: RedisServer;
  let database: TestDatabase;
  let processes: ServerProcess[] = [];
  beforeAll(async () => {
    build = await linkBuild();
    redis = await startRedis();
    database = await migratedDatabase();
    const env = {
      DATABASE_URL: database.url,
      REDIS_URL: redis.url,
      RATE_LIMIT: 'on',
      RATE_LIMIT_ANONYMOUS: `${burst}:1`,
      LOG_LEVEL: 'info',
    };
    processes = [await startProcess(build, env), await startProcess(build, env)];
  }, 60_000);
  afterAll(async () => {
    await Promise.all(processes.map((each) => each.kill()));
    await database.drop();
    await redis.stop();
    await build.remove();
  });

  test('serve a caller as many cached responses as its bucket has, within a lease each', async () => {
    let served = 0;
    const useUp = async (server: ServerProcess) => {
      for (;;) {
        const answer = (await server.ask('{ records { totalCount } }')) as { errors?: object[] };
        if (answer.errors) {
          expect(JSON.stringify(answer.errors)).toContain('"RATE_LIMITED"');
          return;
        }
        served += 1;
      }
    };
    await Promise.all(processes.flatMap((server) => [useUp(server), useUp(server)]));
    // What each executed once has its cost, and took its time.
    expect(served).toBeGreaterThan(burst - 2 * lease - 1000);
    expect(served).toBeLessThanOrEqual(burst + 2 * lease);
  });
});
