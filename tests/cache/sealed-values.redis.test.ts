import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { ask } from '../support/cached.js';
import { persistedQuery, sendByPost, sha256 } from '../support/graphql-requests.js';
import { codesOf } from '../support/http.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

const query = '{ records { nodes { title } } }';
const asked = { query };
const [key, newer] = ['first-secret-of-32-characters-000', 'second-secret-of-32-characters-00'];

describeWithServers('with a CACHE_KEY, a shared response', () => {
  let redis: RedisServer;
  let client: ReturnType<typeof createClient>;
  let database: TestDatabase;
  let one: Service;
  let others: Service[] = [];
  const log: string[] = [];
  const start = (env: Record<string, string>) =>
    startService(
      { DATABASE_URL: database.url, REDIS_URL: redis.url, LOG_LEVEL: 'trace', ...env },
      (line) => void log.push(line),
    );
  beforeAll(async () => {
    redis = await startRedis();
    client = createClient({ url: redis.url });
    await client.connect();
    database = await migratedDatabase();
    one = await start({ CACHE_KEY: key });
  });
  afterAll(async () => {
    await one.stop();
    client.destroy();
    await database.drop();
    await redis.stop();
  });
  let imported = 0;
  beforeEach(async () => {
    await client.flushAll();
    await one.importItems([item({ title: `Title ${imported++}` })]);
    await ask(one, asked);
    await until('it is shared', async () => (await client.dbSize()) > 0);
  });
  afterEach(async () => {
    await Promise.all(others.map((service) => service.stop()));
    others = [];
  });

  async function other(env: Record<string, string> = { CACHE_KEY: key }): Promise<Service> {
    const service = await start(env);
    others.push(service);
    // Redis is connected to in the background.
    await passed(50);
    return service;
  }
  const entries = async () =>
    Promise.all((await client.keys('*')).map(async (name) => [name, await client.get(name)]));
  async function entry(): Promise<[string, string]> {
    const [[name, value] = []] = await entries();
    return [String(name), String(value)];
  }
  const isFoundBy = async (service: Service) => (await ask(service, asked)).cached;

  test('is found by another process with the same key', async () => {
    expect(await isFoundBy(await other())).toBe(true);
    const [, value] = await entry();
    expect(value).toMatch(/^[\w-]{43}\{"maxAge"/);
  });

  test('is accepted after a key was added in front of its own', async () => {
    expect(await isFoundBy(await other({ CACHE_KEY: `${newer}, ${key}` }))).toBe(true);
    expect(await isFoundBy(await other({ CACHE_KEY: newer }))).toBe(false);
  });

  test('is sealed with the first of several keys', async () => {
    await client.flushAll();
    const rotated = await other({ CACHE_KEY: `${newer},${key}` });
    await ask(rotated, asked);
    await until('it is shared', async () => (await client.dbSize()) > 0);
    expect(await isFoundBy(await other({ CACHE_KEY: newer }))).toBe(true);
  });

  test.each<[string, (value: string) => string]>([
    ['no seal', (value) => value.slice(43)],
    ['another seal', (value) => `${value[0] === 'A' ? 'B' : 'A'}${value.slice(1)}`],
    ['half of its seal', (value) => value.slice(20)],
    ['nothing but its seal', (value) => value.slice(0, 43)],
    ['nothing', () => ''],
    ['characters of several bytes', (value) => `${'é'.repeat(43)}${value.slice(43)}`],
  ])('is a miss if it has %s', async (_, changed) => {
    const [name, value] = await entry();
    await client.set(name, changed(value));
    const answer = await ask(await other(), asked);
    expect([answer.statusCode, answer.cached]).toEqual([200, false]);
  });

  test('is a miss if it was sealed without a key, or with another', async () => {
    const [name] = await entry();
    for (const env of [{}, { CACHE_KEY: newer }]) {
      await client.flushAll();
      await ask(await other(env), asked);
      await until('it is shared', async () => (await client.get(name)) !== null);
      expect(await isFoundBy(await other())).toBe(false);
    }
  });

  test('is a miss for a process without a key', async () => {
    expect(await isFoundBy(await other({}))).toBe(false);
  });

  test('is a miss under the name of another request', async () => {
    const [name, value] = await entry();
    const second = { query: '{ records(first: 1) { nodes { title } } }' };
    await ask(one, second);
    await until('both are shared', async () => (await client.dbSize()) === 2);
    for (const [each] of await entries()) if (each !== name) await client.set(String(each), value);
    const reader = await other();
    expect((await ask(reader, second)).cached).toBe(false);
    expect((await ask(reader, asked)).cached).toBe(true);
  });

  test('needs a seal, as a shared document does', async () => {
    const document = '{ sites { nodes { host } } }';
    const extensions = persistedQuery(sha256(document));
    await sendByPost(one, { query: document, extensions });
    const named = async () => (await client.keys('*apq:*'))[0] ?? '';
    await until('it is shared', async () => (await named()) !== '');
    expect((await sendByPost(await other(), { extensions })).json()).toHaveProperty('data');
    // Its hash is right, but whoever wrote it need not know what the service may run.
    await client.set(await named(), document);
    expect(codesOf(await sendByPost(await other(), { extensions }))).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
  });

  test('never puts the key into the log', () => {
    expect(log.length).toBeGreaterThan(0);
    expect(log.join('')).not.toMatch(/-secret-of-/);
  });
});
