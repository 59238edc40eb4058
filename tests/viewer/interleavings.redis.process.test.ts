import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Build, linkBuild } from '../support/build.js';
import { canariesIn, importCanary } from '../support/canaries.js';
import { graphqlUrl, preflight } from '../support/graphql-requests.js';
import { createRandom } from '../support/random.js';
import { repetitions } from '../support/repetitions.js';
import { type ServerProcess, startProcess } from '../support/server-process.js';
import { describeWithServers, type TestDatabase } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { migratedDatabase } from '../support/service.js';
import { type TokenFolder, tokenFolder } from '../support/token-folder.js';
import { bearer } from '../support/viewers.js';

// Both can be set, to search for longer or to repeat what failed.
const count = Number(process.env.RECORDS_TEST_INTERLEAVINGS ?? repetitions(1000, 250));
const seed = Number(process.env.RECORDS_TEST_SEED ?? Date.now() % 1_000_000);
const requestsEach = 20;

const scopes: Readonly<Record<string, readonly string[]>> = {
  ada: ['records:read', 'records:export', 'imports:write', 'imports:read'],
  bob: ['records:read', 'records:export', 'imports:write', 'imports:read'],
  script: ['records:export', 'imports:write'],
  admin: ['records:read', 'records:export', 'imports:write', 'imports:read-all'],
  operator: ['ops'],
};
const owners = ['ada', 'bob', 'script', 'admin'];
const fields = 'source rejections { title raw }';

interface Sent {
  readonly path: string;
  readonly body?: object;
}

const documents = [
  '{ records { totalCount nodes { title } } }',
  '{ sites { nodes { host } } }',
  `{ imports { nodes { ${fields} } } }`,
  `{ records { nodes { title import { ${fields} } } } }`,
  `{ import(id: "1") { ${fields} } }`,
  'query ($all: Boolean = false) { records { totalCount } imports @include(if: $all) { nodes { source } } }',
  'query ($id: ID = "SW1wb3J0OjI") { node(id: $id) { id ... on Import { source } } }',
  '{ nodes(ids: ["SW1wb3J0OjE", "SW1wb3J0OjI", "UmVjb3JkOjE"]) { __typename ... on Import { source } } }',
  '{ __typename }',
];
const requests: readonly Sent[] = [
  ...documents.flatMap((query): Sent[] => [
    { path: '/graphql', body: { query } },
    { path: graphqlUrl({ query }) },
  ]),
  { path: '/v1/' },
  { path: '/v1/1' },
  { path: '/v1/export' },
];

describeWithServers('Two processes with one database and one Redis', () => {
  let build: Build;
  let redis: RedisServer;
  let database: TestDatabase;
  let tokens: TokenFolder;
  let cached: readonly ServerProcess[];
  let uncached: ServerProcess;
  let callers: ReadonlyMap<string, Record<string, string>>;
  beforeAll(async () => {
    [build, redis, tokens] = [await linkBuild(), await startRedis(), await tokenFolder()];
    database = await migratedDatabase();
    const known: [string, Record<string, string>][] = [];
    for (const [name, allowed] of Object.entries(scopes)) {
      known.push([name, bearer(await tokens.create(name, allowed))]);
    }
    callers = new Map([['anonymous', {}], ...known, ['garbage', bearer('rec_garbage')]]);
    const common = { DATABASE_URL: database.url, ...tokens.env, RATE_LIMIT: 'off' };
    const start = (env: Record<string, string>) =>
      startProcess(build, { ...common, AUTH_ANONYMOUS_SCOPES: 'records:read', ...env });
    const env = { REDIS_URL: redis.url, CACHE_KEY: 'a-secret-of-at-least-32-characters' };
    cached = [await start(env), await start(env)];
    uncached = await start({ CACHE_MEGABYTES: '0' });
    for (const owner of owners) await importBy(uncached, owner);
  });
  afterAll(async () => {
    for (const service of [...cached, uncached]) await service.kill();
    await database.drop();
    await Promise.all([redis.stop(), tokens.remove(), build.remove()]);
  });

  async function ask({ address }: ServerProcess, caller: string, { path, body }: Sent) {
    const headers = { 'content-type': 'application/json', ...preflight, ...callers.get(caller) };
    const sent = body ? { method: 'POST', body: JSON.stringify(body) } : {};
    const answer = await fetch(address + path, { ...sent, headers });
    return `${answer.status} ${await answer.text()}`;
  }

  const importBy = (service: ServerProcess, owner: string) =>
    importCanary(async (caller, body) => {
      const answer = await ask(service, caller, { path: '/graphql', body });
      return answer.slice(answer.indexOf('{'));
    }, owner);

  /** Whose imports a caller may see. */
  function visibleTo(caller: string): readonly string[] {
    if (caller === 'admin') return owners;
    return caller === 'ada' || caller === 'bob' ? [caller] : [];
  }

  test(`give every caller what a service without a cache gives, and no byte of others: ${count} interleavings, seed ${seed}`, async () => {
    const random = createRandom(seed);
    const names = [...callers.keys()];
    const expected = new Map<string, Promise<string>>();
    const expectedFor = (caller: string, request: Sent): Promise<string> => {
      const key = `${caller} ${JSON.stringify(request)}`;
      const known = expected.get(key) ?? ask(uncached, caller, request);
      expected.set(key, known);
      return known;
    };
    for (let round = 0; round < count; round += 1) {
      // What is compared must not change meanwhile; but nothing foreign may be seen even then.
      const isChanging = random.below(10) === 0;
      const asked = Array.from({ length: requestsEach }, async () => {
        const [caller, request] = [random.pick(names), random.pick(requests)];
        const [service, delay] = [random.pick(cached), random.below(4)];
        if (delay > 0) await passed(delay);
        return { caller, request, answer: await ask(service, caller, request) };
      });
      if (isChanging) await importBy(random.pick(cached), random.pick(owners));
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
  }, 300_000);
});
