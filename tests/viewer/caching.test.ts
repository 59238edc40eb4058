import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, get } from '../support/cached.js';
import { persistedQuery, preflight, sha256 } from '../support/graphql-requests.js';
import { send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

const users = Array.from({ length: 50 }, (_, at) => `user${at}`);
const authenticate = identifyBy(
  {
    ...Object.fromEntries(users.map((name) => [name, viewer(name, 'records:read')])),
    ada: viewer('ada', 'records:read', 'imports:write', 'imports:read'),
    bob: viewer('bob', 'records:read', 'imports:read'),
    importer: viewer('importer', 'imports:read'),
    nobody: viewer('nobody'),
  },
  'records:read',
);

let service: Service;
let importId: string;
let recordId: string;
beforeAll(async () => {
  service = await startService({ CACHE_HTTP_SECONDS: '60' }, undefined, undefined, {
    authenticate,
  });
  const query =
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { import { id } } }';
  const imported = await ask(service, { query, variables: { items: [item()] } }, bearer('ada'));
  importId = imported.json().data.bulkImport.import.id;
  const records = await ask(service, { query: '{ records { nodes { id } } }' });
  recordId = records.json().data.records.nodes[0].id;
});
afterAll(() => service.stop());

const as = (caller: string) => ({ ...preflight, ...bearer(caller) });
const query = '{ records { totalCount nodes { title } } }';

test('However many viewers ask, each response is made once, for all of them', async () => {
  const sent = { query: '{ records { nodes { title date } } }' };
  const first = await ask(service, sent, bearer('ada'));
  expect(first.cached).toBe(false);
  for (const user of users) {
    for (const answer of [
      await ask(service, sent, bearer(user)),
      await get(service, sent, as(user)),
    ]) {
      expect([answer.cached, answer.body]).toEqual([true, first.body]);
    }
  }
  expect((await ask(service, sent)).cached).toBe(true);
});

describe('A cached response', () => {
  const shared = 'public, max-age=60, must-revalidate';

  test.each([
    ['without a token may be kept by every cache', {}, shared, false],
    ['with a token may be kept by the client alone', bearer('ada'), 'private, no-cache', true],
  ])('%s, also when it is confirmed', async (_what, headers, cacheControl, varies) => {
    const sent = { ...preflight, ...headers };
    const found = await get(service, { query }, sent);
    const etag = String(found.headers.etag);
    const confirmed = await get(service, { query }, { ...sent, 'if-none-match': etag });
    expect([found.statusCode, confirmed.statusCode]).toEqual([200, 304]);
    for (const answer of [found, confirmed, await ask(service, { query }, headers)]) {
      expect(answer.headers['cache-control']).toBe(cacheControl);
      expect(String(answer.headers.vary).includes('Authorization')).toBe(varies);
    }
  });

  test('is confirmed only to viewers that may have it', async () => {
    const { headers } = await get(service, { query }, as('ada'));
    for (const tag of [String(headers.etag), '*']) {
      const answer = await get(service, { query }, { ...as('nobody'), 'if-none-match': tag });
      expect([answer.statusCode, answer.headers.etag]).toEqual([403, undefined]);
    }
  });

  test.each([
    ['401', 'garbage', 401],
    ['403', 'nobody', 403],
  ])('is never a %s: no cache keeps those', async (_what, caller, status) => {
    const answers = [
      await get(service, { query }, as(caller)),
      await ask(service, { query }, bearer(caller)),
      await send(service.app, { url: '/v1/', headers: bearer(caller) }),
      await send(service.app, { url: '/v1/export', headers: bearer(caller) }),
    ];
    for (const answer of answers) {
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([status, 'no-store']);
    }
  });
});

test('No cache keeps that a caller has used up its share', async () => {
  const env = { RATE_LIMIT: 'on', RATE_LIMIT_ANONYMOUS: '1:1' };
  const limited = await startService(env, undefined, undefined, { authenticate });
  await get(limited, { query });
  const answers = [
    await get(limited, { query }),
    await ask(limited, { query }),
    await send(limited.app, { url: '/v1/' }),
  ];
  for (const { statusCode, headers } of answers) {
    expect([statusCode, headers['cache-control']]).toEqual([429, 'no-store']);
  }
  await limited.stop();
});

describe('An operation whose variables decide what it requires', () => {
  const node = 'query ($id: ID!) { node(id: $id) { id } }';
  const statusFor = async (caller: string, id: string) =>
    (await ask(service, { query: node, variables: { id } }, bearer(caller))).statusCode;

  test('is refused after others have got the same', async () => {
    for (let time = 0; time < 3; time += 1) {
      expect(await statusFor('ada', recordId)).toBe(200);
      expect(await statusFor('importer', recordId)).toBe(403);
      expect(await statusFor('ada', importId)).toBe(200);
      expect(await statusFor('user1', importId)).toBe(403);
    }
  });

  test('is refused to one, and answered to another, of those that ask at the same time', async () => {
    const callers = ['importer', 'ada', 'importer', 'bob', 'nobody', 'user2'];
    const statuses = await Promise.all(callers.map((caller) => statusFor(caller, recordId)));
    expect(statuses).toEqual([403, 200, 403, 200, 403, 200]);
  });
});

test('A long document that is known by its hash alone is refused like any other', async () => {
  const long = `{ records { totalCount } } #${'x'.repeat(11_000)}`;
  const extensions = persistedQuery(sha256(long));
  expect((await ask(service, { query: long, extensions }, bearer('ada'))).statusCode).toBe(200);
  for (let time = 0; time < 3; time += 1) {
    expect((await get(service, { extensions }, as('ada'))).statusCode).toBe(200);
    expect((await get(service, { extensions }, as('nobody'))).statusCode).toBe(403);
  }
});
