import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { ask } from '../support/cached.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

const asked = { query: '{ records { nodes { title } } }' };

describeWithServers('a response in Redis', () => {
  let redis: RedisServer;
  let client: ReturnType<typeof createClient>;
  let database: TestDatabase;
  let one: Service;
  let other: Service;
  beforeAll(async () => {
    redis = await startRedis();
    client = createClient({ url: redis.url });
    await client.connect();
    database = await migratedDatabase();
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    one = await startService(env);
    other = await startService(env);
  });
  afterAll(async () => {
    await one.stop();
    await other.stop();
    client.destroy();
    await database.drop();
    await redis.stop();
  });

  let imported = 0;
  beforeEach(async () => {
    await client.flushAll();
    await one.importItems([item({ title: `"Quoted" ${imported++}` })]);
    await ask(one, asked);
    while ((await client.dbSize()) === 0) await passed(5);
  });

  /** The only key that is there, and its value. */
  async function entry(): Promise<[string, string]> {
    const [key = ''] = await client.keys('*');
    return [key, String(await client.get(key))];
  }

  test('is found by another process', async () => {
    const answer = await ask(other, asked);
    expect([answer.cached, answer.body]).toEqual([true, (await ask(one, asked)).body]);
  });

  test('has a name of its own, expires, and is little larger than its body', async () => {
    const [key, value] = await entry();
    expect(key).toMatch(/^records:[\w-]{16}::[\w-]{43}:\d+$/);
    expect(await client.pTTL(key)).toBeGreaterThan(290_000);
    expect(await client.pTTL(key)).toBeLessThanOrEqual(300_000);
    const { body } = await ask(one, asked);
    expect(value.endsWith(`\n${body}`)).toBe(true);
    expect(value.length - body.length).toBeLessThan(250);
  });

  test.each<[string, (value: string) => string]>([
    ['nothing', () => ''],
    ['no JSON', () => '{"etag'],
    ['other JSON', () => '[1]\n[2]'],
    ["keyv's own form", (value) => JSON.stringify({ value, expires: Date.now() + 1e6 })],
    ['another body', (value) => value.replace('Quoted', 'Forged')],
    ['half a body', (value) => value.slice(0, -9)],
    ['another tag', (value) => value.replace(/"etag":"../, '"etag":"xx')],
    ['another version', (value) => value.replace(/"version":\d+/, '"version":1')],
    ['no version', (value) => value.replace(/"version":\d+/, '"version":null')],
    [
      'a header in the content type',
      (value) => value.replace('; charset', '\\r\\nX-Forged: 1; charset'),
    ],
    ['a time to come', (value) => value.replace(/"storedAt":\d/, '"storedAt":9')],
    ['an endless age', (value) => value.replace('"maxAge":240', '"maxAge":1e300')],
    ['a huge value', (value) => value + ' '.repeat(30_000_000)],
    ['a huge first line', (value) => ' '.repeat(30_000_000) + value],
  ])('is a miss if it is replaced by %s', async (_what, poisoned) => {
    const [key, value] = await entry();
    expect(poisoned(value)).not.toBe(value);
    await client.set(key, poisoned(value));
    const answer = await ask(other, asked);
    expect([answer.statusCode, answer.cached]).toEqual([200, false]);
    expect(answer.json()).toEqual((await ask(one, asked)).json());
    expect(answer.headers).not.toHaveProperty('x-forged');
  });

  test('is a miss if it is replaced by a value that is not a string', async () => {
    const [key] = await entry();
    await client.del(key);
    await client.hSet(key, 'field', 'value');
    expect((await ask(other, asked)).statusCode).toBe(200);
  });

  test('is found again after many poisoned values', async () => {
    const lines: string[] = [];
    // Not the one that has met huge values already, which take long to read.
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url, LOG_LEVEL: 'warn' };
    const reader = await startService(env, (line) => void lines.push(line));
    try {
      for (let times = 0; times < 5; times++) {
        const [key] = await entry();
        await client.set(key, 'poison');
        expect((await ask(reader, asked)).statusCode).toBe(200);
        await client.flushAll();
        await one.importItems([item({ title: `"Quoted" ${imported++}` })]);
        await ask(one, asked);
        await until('a response is shared', async () => (await client.dbSize()) > 0);
      }
      // A busy machine may do without it for one request, but not for all.
      await until('what another process has made is found', async () => {
        const title = `"Quoted" ${imported++}`;
        await one.importItems([item({ title })]);
        await ask(one, asked);
        await passed(50);
        return (await ask(reader, asked)).cached;
      });
      expect(lines).toEqual([]);
    } finally {
      await reader.stop();
    }
  }, 30_000);
});
