import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { ask } from '../support/cached.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import {
  type Impostor,
  startGarbageServer,
  startLoadingServer,
  startSlowProxy,
} from '../support/servers/redis-impostors.js';
import { type RedisSwitch, startRedisSwitch } from '../support/servers/redis-switch.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';
import { timed } from '../support/timed.js';

/** A request that was slowed has waited for longer: a call of Redis has 100 ms, or else 20. */
const slowMs = 60;
/** By how much a request may be slowed. */
const allowedMs = 150;

interface Fault {
  begin(): Promise<unknown>;
  end(): Promise<unknown>;
}

let redis: RedisServer;
let line: RedisSwitch;
let impostor: Impostor | undefined;

const faults: Record<string, Fault> = {
  refused: { begin: async () => line.lead(undefined), end: async () => line.lead(redis.port) },
  killed: { begin: () => redis.kill(), end: () => redis.restart() },
  frozen: { begin: () => redis.freeze(), end: () => redis.thaw() },
  'frozen, then restarted empty': { begin: () => redis.freeze(), end: () => redis.restart() },
  'slow by 500 ms': led(() => startSlowProxy(redis.port, 500)),
  full: { begin: () => redis.fill(), end: () => redis.makeRoom() },
  'a read-only replica': { begin: () => redis.makeReadOnly(), end: () => redis.makeWritable() },
  'reading its data still': led(startLoadingServer),
  'speaking garbage': led(startGarbageServer),
  'restarted empty': { begin: () => redis.restart(), end: async () => {} },
  'silent on connections that it has forgotten': {
    begin: async () => line.forget(),
    end: async () => {},
  },
};

function led(start: () => Promise<Impostor>): Fault {
  return {
    async begin() {
      impostor = await start();
      line.lead(impostor.port);
    },
    end: async () => line.lead(redis.port),
  };
}

let asked = 0;
/** A request that nobody has sent before. */
const another = () => ({
  query: 'query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }',
  variables: { filter: { title: { contains: `${asked++}` } } },
});

/** The milliseconds for which a request, which must succeed, has waited: for nothing but Redis. */
async function waitedFor(service: Service): Promise<number> {
  const { value: answer, waited } = await timed(() => ask(service, another()));
  expect([answer.statusCode, answer.json().errors]).toEqual([200, undefined]);
  return waited;
}

/** How many requests were slowed, when none was by more than is allowed. */
function slowed(waits: readonly number[]): number {
  expect(Math.max(...waits)).toBeLessThan(allowedMs);
  return waits.filter((waited) => waited > slowMs).length;
}

const keys = async () => Number(/keys=(\d+)/.exec(await redis.command('INFO keyspace'))?.[1] ?? 0);

describeWithServers('while Redis is', () => {
  let database: TestDatabase;
  let services: Service[] = [];
  beforeAll(async () => {
    redis = await startRedis();
    database = await migratedDatabase();
  });
  afterAll(async () => {
    await database.drop();
    await redis.stop();
  });
  beforeEach(async () => {
    line = await startRedisSwitch(redis.port);
  });
  afterEach(async () => {
    await Promise.all(services.map((service) => service.stop()));
    services = [];
    await impostor?.stop();
    impostor = undefined;
    await line.stop();
  });

  async function start(): Promise<Service> {
    const service = await startService({ DATABASE_URL: database.url, REDIS_URL: line.url });
    services.push(service);
    return service;
  }

  /** Waits until what a service makes comes to Redis, and is found there by another. */
  async function inUse(one: Service, other: Service): Promise<void> {
    const since = performance.now();
    for (;;) {
      const before = await keys();
      const request = another();
      await ask(one, request);
      await passed(20);
      if ((await keys()) > before && (await ask(other, request)).cached) return;
      if (performance.now() - since > 10_000) throw new Error('It is not in use again after 10 s.');
    }
  }

  test.each(Object.entries(faults))(
    '%s, no request fails, at most three are slowed, and it is soon used again',
    async (_name, fault) => {
      const [one, other] = [await start(), await start()];
      await one.importItems([item({ title: `Item ${asked++}` })]);
      await inUse(one, other);
      await fault.begin();
      const waits: number[] = [];
      for (let n = 0; n < 100; n++) waits.push(await waitedFor(one));
      // Beyond the pause between trials: a trial slows nobody.
      for (let n = 0; n < 15; n++) {
        await passed(100);
        waits.push(await waitedFor(one));
      }
      expect(slowed(waits)).toBeLessThanOrEqual(3);
      await fault.end();
      expect((await timed(() => inUse(one, other))).milliseconds).toBeLessThan(2_000);
    },
    20_000,
  );

  test.each(['refused', 'killed', 'frozen', 'slow by 500 ms', 'speaking garbage'])(
    '%s from the start, the same holds, and the service closes at once',
    async (name) => {
      const fault = faults[name];
      await fault?.begin();
      const service = await start();
      const waits: number[] = [];
      for (let n = 0; n < 50; n++) waits.push(await waitedFor(service));
      expect(slowed(waits)).toBeLessThanOrEqual(3);
      expect((await timed(service.stop)).milliseconds).toBeLessThan(500);
      services = [];
      await fault?.end();
    },
    20_000,
  );

  test('frozen, at most three of 30 simultaneous requests wait for it', async () => {
    const service = await start();
    await inUse(service, await start());
    const crowd = () => Promise.all(Array.from({ length: 30 }, () => waitedFor(service)));
    expect(slowed(await crowd())).toBe(0);
    await redis.freeze();
    const waits = await crowd();
    await redis.thaw();
    expect(slowed(waits)).toBeLessThanOrEqual(3);
  });
});
