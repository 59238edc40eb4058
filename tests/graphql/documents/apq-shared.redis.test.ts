import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { persistedQuery, sendByGet, sendByPost, sha256 } from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import { describeWithServers } from '../../support/servers/engines.js';
import { type RedisServer, startRedis } from '../../support/servers/redis.js';
import { type Service, startService } from '../../support/service.js';

// Servers take their time to start again where the machine is busy.
jest.setTimeout(30_000);

const query = 'mutation { bulkImport(input: { items: [], dryRun: true }) { received } }';
const data = { bulkImport: { received: 0 } };
const extensions = persistedQuery(sha256(query));

describeWithServers('automatic persisted queries', () => {
  let redis: RedisServer;
  let services: Service[] = [];
  beforeAll(async () => {
    redis = await startRedis();
  });
  afterAll(() => redis.stop());
  afterEach(async () => {
    await Promise.all(services.map((service) => service.stop()));
    services = [];
    await redis.restart();
  });

  async function start(): Promise<Service> {
    const service = await startService({ REDIS_URL: redis.url });
    services.push(service);
    // The connection is made in the background.
    while ((await connections()) < services.length) await pause(10);
    return service;
  }

  const connections = async () =>
    Number(/connected_clients:(\d+)/.exec(await redis.command('INFO clients'))?.[1]) - 1;

  const keys = () => redis.command('KEYS *apq:*');

  test('are known to other processes for a day', async () => {
    const [one, other] = [await start(), await start()];
    await sendByPost(one, { query, extensions });
    while (!(await keys()).includes(sha256(query))) await pause(10);
    expect((await sendByPost(other, { extensions })).json()).toEqual({ data });
    const [, key] = /\r\n(records:\S+)/.exec(await keys()) ?? [];
    const [, seconds] = /:(\d+)/.exec(await redis.command(`TTL ${key}`)) ?? [];
    expect(Number(seconds)).toBeGreaterThan(86_000);
    expect(Number(seconds)).toBeLessThanOrEqual(86_400);
  });

  test('are known to other processes even if their responses came from the cache', async () => {
    const count = 'query Count($first: Int) { records(first: $first) { totalCount } }';
    const byHash = persistedQuery(sha256(count));
    const [one, other] = [await start(), await start()];
    await sendByPost(one, { query: count });
    await sendByPost(one, { query: count, extensions: byHash });
    while (!(await keys()).includes(sha256(count))) await pause(10);
    const answers = [
      await sendByPost(other, { extensions: byHash, variables: { first: 1 } }),
      await sendByPost(other, { documentId: sha256(count), variables: { first: 2 } }),
      await sendByGet(other, {}, `sha256:${sha256(count)}`),
    ];
    const found = { data: { records: { totalCount: 0 } } };
    expect(answers.map((answer) => answer.json())).toEqual([found, found, found]);
  });

  test('are not trusted when Redis returns a document with another hash', async () => {
    const [one, other] = [await start(), await start()];
    await sendByPost(one, { query, extensions });
    while (!(await keys()).includes(sha256(query))) await pause(10);
    const [, key] = /\r\n(records:\S+)/.exec(await keys()) ?? [];
    await redis.command(`SET ${key} "{ sites { nodes { host } } }"`);
    const answer = await sendByPost(other, { extensions });
    expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  });

  test.each([
    ['frozen', () => redis.freeze(), () => redis.thaw()],
    ['killed', () => redis.kill(), () => redis.restart()],
    ['full', () => redis.fill(), () => redis.makeRoom()],
  ] as const)('are known to their own process while Redis is %s', async (_how, begin, end) => {
    const [one, other] = [await start(), await start()];
    await begin();
    try {
      expect((await sendByPost(one, { query, extensions })).json()).toEqual({ data });
      expect((await sendByPost(one, { extensions })).json()).toEqual({ data });
      // No other process knows it, and says so in time.
      expect(codesOf(await sendByPost(other, { extensions }))).toEqual([
        'PERSISTED_QUERY_NOT_FOUND',
      ]);
    } finally {
      await end();
    }
  });

  test('never become keys in Redis that a client chose', async () => {
    const service = await start();
    for (const hash of ['*', 'x'.repeat(10_000), `${sha256(query)}\r\nFLUSHALL`, 'A'.repeat(64)]) {
      const sent = { extensions: persistedQuery(hash) };
      expect(codesOf(await sendByPost(service, sent))).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
    }
    expect(codesOf(await sendByGet(service, { extensions }))).toEqual([
      'PERSISTED_QUERY_NOT_FOUND',
    ]);
    expect(await keys()).toBe('*0\r\n');
  });
});
