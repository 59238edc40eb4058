import { setImmediate as turn } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import type { InjectOptions } from 'fastify';
import { canariesIn, importCanary } from '../support/canaries.js';
import { fakeDate } from '../support/fake-date.js';
import { graphqlUrl, preflight } from '../support/graphql-requests.js';
import { send } from '../support/http.js';
import { authenticate, principals } from '../support/principals.js';
import { createRandom } from '../support/random.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { migratedDatabase, type Service, startService } from '../support/service.js';

// Both can be set, to search for longer or to repeat what failed.
const count = Number(process.env.RECORDS_TEST_INTERLEAVINGS ?? 1000);
const seed = Number(process.env.RECORDS_TEST_SEED ?? Date.now() % 1_000_000);
const requestsEach = 20;

const owners = ['ada', 'bob', 'service', 'admin'];
const callers = [...principals.keys()];
const fields = 'source rejections { title raw }';

const documents = [
  '{ records { totalCount nodes { title } } }',
  '{ sites { nodes { host } } }',
  `{ imports { nodes { ${fields} } } }`,
  `{ records { nodes { title import { ${fields} } } } }`,
  `{ import(id: "1") { ${fields} } }`,
  `query ($all: Boolean = false) { records { totalCount } imports @include(if: $all) { nodes { source } } }`,
  'query ($id: ID = "SW1wb3J0OjI") { node(id: $id) { id ... on Import { source } } }',
  '{ nodes(ids: ["SW1wb3J0OjE", "SW1wb3J0OjI", "UmVjb3JkOjE"]) { __typename ... on Import { source } } }',
  '{ __typename }',
];

/** What callers send. */
const requests: readonly InjectOptions[] = [
  ...documents.flatMap((query): InjectOptions[] => [
    { method: 'POST', url: '/graphql', payload: { query } },
    { url: graphqlUrl({ query }), headers: preflight },
  ]),
  { url: '/v1/' },
  { url: '/v1/1' },
  { url: '/v1/export' },
];

describeWithServers('Two services with one database and one Redis', () => {
  let redis: RedisServer;
  let database: TestDatabase;
  let cached: Service[];
  let uncached: Service;
  beforeAll(async () => {
    redis = await startRedis();
    database = await migratedDatabase();
    const start = (env: Record<string, string>) =>
      startService({ DATABASE_URL: database.url, ...env }, undefined, undefined, { authenticate });
    const env = { REDIS_URL: redis.url };
    cached = [await start(env), await start(env)];
    uncached = await start({ CACHE_MEGABYTES: '0' });
    for (const owner of owners) await importCanary(uncached, owner);
    fakeDate();
  });
  afterAll(async () => {
    jest.useRealTimers();
    for (const service of [...cached, uncached]) await service.stop();
    await database.drop();
    await redis.stop();
  });

  async function ask({ app }: Service, caller: string, request: InjectOptions) {
    const headers = { ...request.headers, ...principals.get(caller) };
    const { statusCode, body } = await send(app, { ...request, headers });
    return `${statusCode} ${body}`;
  }

  /** Whose imports a caller may see. */
  function visibleTo(caller: string): readonly string[] {
    if (caller === 'admin') return owners;
    return caller === 'ada' || caller === 'bob' ? [caller] : [];
  }

  test(`give every caller what a service without a cache gives, and no byte of others: ${count} interleavings, seed ${seed}`, async () => {
    const random = createRandom(seed);
    const expected = new Map<string, Promise<string>>();
    const expectedFor = (caller: string, request: InjectOptions): Promise<string> => {
      const key = `${caller} ${JSON.stringify(request)}`;
      const known = expected.get(key) ?? ask(uncached, caller, request);
      expected.set(key, known);
      return known;
    };
    for (let round = 0; round < count; round += 1) {
      // What is compared must not change meanwhile; but nothing foreign may be seen even then.
      const isChanging = random.below(10) === 0;
      if (random.below(20) === 0) jest.setSystemTime(Date.now() + 241_000);
      const asked = Array.from({ length: requestsEach }, async () => {
        const [caller, request] = [random.pick(callers), random.pick(requests)];
        const [service, turns] = [random.pick(cached), random.below(4)];
        for (let each = 0; each < turns; each += 1) await turn();
        return { caller, request, answer: await ask(service, caller, request) };
      });
      if (isChanging) await importCanary(random.pick(cached), random.pick(owners));
      for (const { caller, request, answer } of await Promise.all(asked)) {
        const foreign = canariesIn(answer).filter((owner) => !visibleTo(caller).includes(owner));
        const where = { seed, round, caller, request };
        expect({ ...where, foreign }).toEqual({ ...where, foreign: [] });
        if (isChanging) continue;
        const right = await expectedFor(caller, request);
        if (answer !== right) expect({ ...where, answer }).toEqual({ ...where, answer: right });
      }
      if (isChanging) expected.clear();
    }
  }, 120_000);
});
