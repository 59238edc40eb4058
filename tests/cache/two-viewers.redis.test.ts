import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClient } from '@keyv/redis';
import { extendSchema, type GraphQLSchema, isObjectType, parse } from 'graphql';
import type { Context } from '../../src/graphql/context.js';
import { createSchema } from '../../src/schema.js';
import type { Authenticate } from '../../src/viewer/authenticate.js';
import { allScopes } from '../../src/viewer/scopes.js';
import { ownerOf, type Viewer } from '../../src/viewer/viewer.js';
import { ask, get } from '../support/cached.js';
import { describeWithServers } from '../support/servers/engines.js';
import { type RedisServer, startRedis } from '../support/servers/redis.js';
import { item, migratedDatabase, type Service, startService } from '../support/service.js';

/** Holds back the resolver of `slow` until a test lets it go on. */
let gate: Promise<void> = Promise.resolve();

/**
 * The service's schema with fields that depend on the viewer, each with a hint that says that anyone
 * may cache it: what happens when somebody forgets.
 */
function leakySchema(): GraphQLSchema {
  const sdl = `
    extend type Query {
      me: String @cacheControl(maxAge: 240)
      slow: String @cacheControl(maxAge: 240)
      unavailable: String @cacheControl(maxAge: 240)
      broken: String @cacheControl(maxAge: 240)
      secret: String @cacheControl(maxAge: 240, scope: PRIVATE)
    }
    extend type Record { seenBy: String }
  `;
  const schema = extendSchema(createSchema(), parse(sdl), { assumeValidSDL: true });
  const fieldOf = (type: string, name: string) => {
    const object = schema.getType(type);
    const field = isObjectType(object) ? object.getFields()[name] : undefined;
    if (field === undefined) throw new Error(`The schema has no ${type}.${name}.`);
    return field;
  };
  const readViewer = (_source: unknown, _args: unknown, { viewer }: Context) =>
    ownerOf(viewer).replace('user:test:', '');
  fieldOf('Query', 'me').resolve = readViewer;
  fieldOf('Record', 'seenBy').resolve = readViewer;
  fieldOf('Query', 'slow').resolve = async (source, args, context) => {
    await gate;
    return readViewer(source, args, context);
  };
  fieldOf('Query', 'secret').resolve = () => 'secret';
  fieldOf('Query', 'broken').resolve = () => {
    throw new Error('broken');
  };
  fieldOf('Query', 'unavailable').resolve = async () => {
    await gate;
    throw Object.assign(new Error('away'), { code: 'SQLITE_BUSY' });
  };
  return schema;
}

/** Two viewers, told apart by a header that exists in this test alone. */
const authenticate: Authenticate = ({ headers }): Viewer => ({
  kind: 'user',
  issuer: 'test',
  subject: String(headers['x-viewer']),
  scopes: allScopes,
  via: 'jwt',
});

const as = (viewer: string) => ({ 'x-viewer': viewer, 'graphql-cache': 'report' });
const byGet = { 'apollo-require-preflight': 'true' };

const start = (env: Record<string, string> = {}) =>
  startService(env, undefined, undefined, { schema: leakySchema, authenticate });

const personal: [what: string, query: string, field: string][] = [
  ['a root field', '{ me }', 'me'],
  ['a field of a record', '{ records { nodes { title seenBy } } }', 'seenBy'],
  ['a field beside what is cacheable', '{ records { totalCount } me }', 'me'],
];

let service: Service;
beforeAll(async () => {
  service = await start();
});
afterAll(() => service.stop());
beforeEach(async () => {
  gate = Promise.resolve();
  await service.importItems([item({ title: `Title ${Math.random()}` })]);
});

describe('a response that depends on the viewer, in spite of its cache hints,', () => {
  test.each(personal)(
    'is not served to another viewer from memory: %s',
    async (_what, query, field) => {
      for (const viewer of ['Ada', 'Bob', 'Ada', 'Bob']) {
        for (const answer of [
          await ask(service, { query }, as(viewer)),
          await get(service, { query }, { ...as(viewer), ...byGet }),
        ]) {
          expect(answer.body).toContain(`"${field}":"${viewer}"`);
          expect(answer.body).not.toContain(viewer === 'Ada' ? 'Bob' : 'Ada');
          expect(answer.headers['cache-status']).toMatch(/detail="VIEWER_READ"$/);
          expect(answer.headers['cache-control']).toBe('no-store');
        }
      }
    },
  );

  test.each(personal)('has no entity tag and never gets a 304: %s', async (_what, query) => {
    const first = await get(service, { query }, { ...as('Ada'), ...byGet });
    expect(first.headers).not.toHaveProperty('etag');
    const headers = { ...as('Bob'), ...byGet, 'if-none-match': '*' };
    const second = await get(service, { query }, headers);
    expect([second.statusCode, second.body]).toEqual([200, expect.stringContaining('"Bob"')]);
  });

  test('is not shared by requests that arrive at the same time', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    const viewers = Array.from({ length: 10 }, (_, index) => `Viewer ${index}`);
    const asked = viewers.map((viewer) => ask(service, { query: '{ slow }' }, as(viewer)));
    await passed(50);
    resolve();
    const names = (await Promise.all(asked)).map((answer) => answer.json().data.slow);
    expect(names).toEqual(viewers);
  });

  test('is not shared by requests that arrive at the same time when it has a 503', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    gate = promise;
    const viewers = Array.from({ length: 10 }, (_, index) => `Viewer ${index}`);
    const asked = viewers.map((viewer) =>
      ask(service, { query: '{ me unavailable }' }, as(viewer)),
    );
    await passed(50);
    resolve();
    const answers = await Promise.all(asked);
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(viewers.map(() => 503));
    expect(answers.map((answer) => answer.json().data.me)).toEqual(viewers);
  });
});

test('a response that does not depend on the viewer is shared by all viewers', async () => {
  const query = '{ records { totalCount } }';
  const first = await ask(service, { query }, as('Ada'));
  const second = await ask(service, { query }, as('Bob'));
  const third = await get(service, { query }, { ...as('Eve'), ...byGet });
  expect([first.cached, second.cached, third.cached]).toEqual([false, true, true]);
  const headers = { ...as('Bob'), ...byGet, 'if-none-match': String(third.headers.etag) };
  expect((await get(service, { query }, headers)).statusCode).toBe(304);
});

test('requests of several viewers that arrive at the same time share what does not depend on them', async () => {
  const query = '{ records { totalCount nodes { title } } }';
  const viewers = Array.from({ length: 10 }, (_, index) => `Viewer ${index}`);
  const answers = await Promise.all(viewers.map((viewer) => ask(service, { query }, as(viewer))));
  const stored = answers.map(({ headers }) => headers['cache-status']);
  expect(stored.filter((each) => String(each).includes('collapsed'))).toHaveLength(9);
});

test.each([
  ['{ me }', 'VIEWER_READ'],
  ['{ me broken }', 'VIEWER_READ'],
  ['{ secret }', 'PRIVATE_CACHE_HINT: Query.secret'],
  ['{ secret broken }', 'PRIVATE_CACHE_HINT: Query.secret'],
  ['{ broken records { totalCount } }', 'PARTIAL_DATA'],
])('the cache report of %s gives the reason %s', async (query, detail) => {
  const { headers } = await ask(service, { query }, as('Ada'));
  expect(headers['cache-status']).toMatch(/^records-graphql; fwd=(?:bypass|miss|stale); detail=/);
  expect(String(headers['cache-status']).split('detail=')[1]).toBe(`"${detail}"`);
});

describeWithServers('with Redis, a response', () => {
  let redis: RedisServer;
  let client: ReturnType<typeof createClient>;
  beforeAll(async () => {
    redis = await startRedis();
    client = createClient({ url: redis.url });
    await client.connect();
  });
  afterAll(async () => {
    client.destroy();
    await redis.stop();
  });

  test('that depends on the viewer is not stored there, and one that does not is shared', async () => {
    const database = await migratedDatabase();
    const env = { DATABASE_URL: database.url, REDIS_URL: redis.url };
    const [one, other] = [await start(env), await start(env)];
    await one.importItems([item()]);
    for (const [, query] of personal) {
      await ask(one, { query }, as('Ada'));
      expect((await ask(other, { query }, as('Bob'))).body).toContain('"Bob"');
    }
    await passed(100);
    expect(await client.dbSize()).toBe(0);
    const query = '{ records { totalCount } }';
    await ask(one, { query }, as('Ada'));
    while ((await client.dbSize()) === 0) await passed(5);
    const found = await ask(other, { query }, as('Bob'));
    expect(found.headers['cache-status']).toMatch(/^records-graphql; hit; ttl=2[34]\d$/);
    await one.stop();
    await other.stop();
    await database.drop();
  });
});
