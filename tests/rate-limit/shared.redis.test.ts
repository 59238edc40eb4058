import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { askFrom, remainingOf } from '../support/callers.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { type RedisSwitch, startRedisSwitch } from '../support/servers/redis-switch.js';
import { migratedDatabase, type Service, startService } from '../support/service.js';
import { timed } from '../support/timed.js';
import { until } from '../support/until.js';

/** A request that was slowed has waited for longer. */
const slowMs = 60;
/** By how much a request may be slowed. */
const allowedMs = 150;

const burst = 4000;
const lease = burst / 20;
// Where the machine is busy, requests take longer than their cost stands for.
const slack = burst / 3;
// So slow that what is regained in a test does not matter.
const size = `${burst}:1`;

let redis: RedisServer;
let line: RedisSwitch;
let database: TestDatabase;
let services: Service[] = [];
let log: string[] = [];

let asked = 0;
/** A request that nobody has sent before, and its units: 1, 10 for the list, 20 records and a filter. */
const cost = 36;
const another = (): { readonly query: string; readonly variables: object } => ({
  query: 'query ($filter: RecordFilter) { records(filter: $filter) { nodes { id } } }',
  variables: { filter: { title: { contains: `${asked++}` } } },
});
/** One that is cached. */
const cached = () => ({ query: '{ records { totalCount } }', variables: {} });

const askOne = (service: Service, { query, variables } = another(), remoteAddress = '127.0.0.1') =>
  askFrom(service, query, { variables, remoteAddress });

async function start(env: Record<string, string> = {}): Promise<Service> {
  const service = await startService(
    {
      DATABASE_URL: database.url,
      REDIS_URL: line.url,
      RATE_LIMIT: 'on',
      RATE_LIMIT_ANONYMOUS: size,
      LOG_LEVEL: 'info',
      ...env,
    },
    (text) => log.push(text),
  );
  services.push(service);
  // The connection is made in the background, and first requests take time to parse and compile.
  await until('a service borrows from Redis', async () => {
    await askOne(service, another(), '198.51.100.1');
    return Number(await redis.command('DBSIZE').then((reply) => /\d+/.exec(reply)?.[0])) > 0;
  });
  return service;
}

/** Sends requests in turn until one is refused by each; returns how many units were used. */
async function useUp(next = another, units = cost): Promise<number> {
  let used = 0;
  const open = new Set(services);
  while (open.size > 0 && used < 10 * burst) {
    for (const service of open) {
      const { statusCode } = await askOne(service, next());
      if (statusCode === 429) open.delete(service);
      else used += units;
    }
  }
  return used;
}

describeWithServers('Processes that share Redis', () => {
  beforeAll(async () => {
    redis = await startRedis();
    database = await migratedDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await redis.stop();
  });
  beforeEach(async () => {
    log = [];
    await redis.command('FLUSHALL');
    line = await startRedisSwitch(redis.port);
  });
  afterEach(async () => {
    await redis.thaw();
    await Promise.all(services.map((service) => service.stop()));
    services = [];
    await line.stop();
  });

  test.each([
    ['cached', cached, 1],
    ['executed', another, cost],
  ])(
    'share the bucket of a caller, within a lease each, by %s requests',
    async (_kind, next, units) => {
      await start();
      await start();
      const used = await useUp(next, units);
      expect(used).toBeGreaterThanOrEqual(burst - 2 * lease - 2 * units - slack);
      expect(used).toBeLessThanOrEqual(burst + 2 * lease + 2 * units);
    },
  );

  test('know what a caller has used at another process', async () => {
    const [one, other] = [await start(), await start()];
    for (let n = 0; n < 20; n++) await askOne(one);
    // The first request to a process asks Redis.
    expect(remainingOf(await askOne(other))).toBeLessThanOrEqual(burst - 19 * cost);
  });

  test('share it with processes of other builds, and keep neither names nor addresses in Redis', async () => {
    const service = await start();
    await askOne(service, another(), '192.0.2.77');
    const keys = await redis.command('KEYS records:limit:*');
    expect(keys.match(/records:limit:cost:[\w-]{43}\b/g)?.length).toBeGreaterThanOrEqual(2);
    expect(keys).not.toContain('192.0.2');
    const [key = ''] = keys.match(/records:limit:cost:[\w-]{43}\b/) ?? [];
    expect(Number((await redis.command(`PTTL ${key}`)).slice(1))).toBeGreaterThan(0);
  });

  test('take what others have written there for a full bucket', async () => {
    const service = await start();
    await askOne(service);
    const keys = (await redis.command('KEYS records:limit:*')).match(/records:limit:\S+/g) ?? [];
    for (const key of keys) await redis.command(`SET ${key} garbage`);
    for (let n = 0; n < 20; n++) {
      expect((await askOne(service)).statusCode).toBe(200);
    }
    expect(log.filter((text) => text.includes('does not respond'))).toEqual([]);
  });

  test('Attack 49: while Redis is frozen, at most three requests wait for it, and the limit holds', async () => {
    const service = await start({ RATE_LIMIT_PROCESSES: '4' });
    for (let n = 0; n < 10; n++) await askOne(service);
    await redis.freeze();
    const waits: number[] = [];
    let used = 10 * cost;
    for (;;) {
      const { value: answer, waited } = await timed(() => askOne(service));
      waits.push(waited);
      if (answer.statusCode === 429) break;
      expect(answer.statusCode).toBe(200);
      used += cost;
    }
    expect(Math.max(...waits)).toBeLessThan(allowedMs);
    expect(waits.filter((waited) => waited > slowMs).length).toBeLessThanOrEqual(3);
    const share = (burst - 10 * cost) / 4;
    expect(used).toBeGreaterThan(10 * cost + share - 2 * cost - slack);
    expect(used).toBeLessThanOrEqual(10 * cost + share + 2 * lease + 2 * cost);
    // A caller that this process has never seen has a share of a full bucket.
    const remoteAddress = '192.0.2.2';
    let strange = 0;
    while ((await askOne(service, another(), remoteAddress)).statusCode === 200) strange += cost;
    expect(strange).toBeGreaterThan(burst / 4 - 2 * cost - slack);
    expect(strange).toBeLessThanOrEqual(burst / 4 + 2 * cost);
    expect(log.filter((text) => text.includes('Redis does not respond'))).toHaveLength(1);
    await redis.thaw();
    await until('a caller gets what is left in Redis', async () => {
      return (await askOne(service)).statusCode === 200;
    });
  }, 30_000);

  test.each(['refused', 'killed'])(
    'fall back to their shares while Redis is %s, without an error and without waiting',
    async (how) => {
      const service = await start();
      if (how === 'refused') line.lead(undefined);
      else await redis.kill();
      const { value: used, waited } = await timed(() => useUp());
      expect(used).toBeGreaterThan(burst / 2 - 2 * cost - slack);
      expect(used).toBeLessThanOrEqual(burst / 2 + lease + 2 * cost);
      expect(waited).toBeLessThan(3 * allowedMs);
      if (how === 'killed') await redis.restart();
      await service.stop();
      services = [];
    },
    30_000,
  );

  test('never make a cached response wait', async () => {
    const service = await start();
    await askOne(service, cached());
    await redis.freeze();
    const { waited } = await timed(async () => {
      for (let n = 0; n < 200; n++) {
        expect((await askOne(service, cached())).statusCode).toBe(200);
      }
    });
    await redis.thaw();
    expect(waited).toBeLessThan(slowMs);
  });

  test('regain a whole bucket together, and not one each', async () => {
    await start({ RATE_LIMIT_ANONYMOUS: '1000:500' });
    await start({ RATE_LIMIT_ANONYMOUS: '1000:500' });
    await useUp();
    await passed(1000);
    const used = await useUp();
    expect(used).toBeLessThanOrEqual(500 + 500 + 4 * cost);
    expect(used).toBeGreaterThanOrEqual(100);
  });
});
