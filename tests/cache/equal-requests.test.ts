import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { ask, byHash, get } from '../support/cached.js';
import type { RequestParts } from '../support/graphql-requests.js';
import { send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const query = `query A($filter: RecordFilter, $first: Int) { records(filter: $filter, first: $first) { totalCount } }
query B($filter: RecordFilter, $first: Int) { records(filter: $filter, first: $first) { totalCount } }`;
const variables = { filter: { title: { contains: 'e' }, date: { gte: '2000-01-01' } }, first: 5 };
const asked: RequestParts = { query, operationName: 'A', variables };

let service: Service;
let imported = 0;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  // Each test begins with one entry, which was made from the present data.
  await service.importItems([item({ title: `Item ${imported++}` })]);
  await ask(service, { ...asked, extensions: byHash(query) });
});

describe('one cache entry serves', () => {
  test('the same request again', async () => {
    const answer = await ask(service, asked);
    expect(answer.json()).toEqual({ data: { records: { totalCount: imported } } });
    expect(answer.cached).toBe(true);
  });

  test('JSON in another order or with other white space', async () => {
    const other = `{ "variables": {"first":5.0, "filter": { "date":{"gte":"2000-01-01"},\n
      "title" : {"contains": "\\u0065"} } }, "operationName":"A",\t"query": ${JSON.stringify(query)} }`;
    expect((await ask(service, other)).cached).toBe(true);
  });

  test('POST and GET, by text and by hash', async () => {
    const { query: _, ...short } = { ...asked, extensions: byHash(query) };
    expect((await ask(service, short)).cached).toBe(true);
    expect((await get(service, asked)).cached).toBe(true);
    expect((await get(service, short)).cached).toBe(true);
    expect((await get(service, short)).json()).toEqual((await ask(service, asked)).json());
  });

  test('a GET before any POST', async () => {
    const other = { ...asked, operationName: 'B' };
    expect((await get(service, other)).cached).toBe(false);
    expect((await ask(service, other)).cached).toBe(true);
  });
});

test.each<[string, RequestParts]>([
  ['other variables', { ...asked, variables: { ...variables, first: 6 } }],
  ['no variables', { query, operationName: 'A' }],
  ['another operation name', { ...asked, operationName: 'B' }],
  [
    'another document',
    { ...asked, query: query.replace('totalCount', 'totalCount edges { cursor }') },
  ],
  ['the same document in another form', { ...asked, query: `${query} ` }],
])('a request with %s has a cache entry of its own', async (_what, other) => {
  expect((await ask(service, other)).cached).toBe(false);
  expect((await ask(service, other)).cached).toBe(true);
  expect((await ask(service, asked)).cached).toBe(true);
});

test('another Accept has a cache entry of its own, with its own content type', async () => {
  const accept = 'application/graphql-response+json';
  const first = await ask(service, asked, { accept });
  expect([first.cached, first.headers['content-type']]).toEqual([
    false,
    `${accept}; charset=utf-8`,
  ]);
  const second = await ask(service, asked, { accept });
  expect([second.cached, second.headers['content-type']]).toEqual([
    true,
    `${accept}; charset=utf-8`,
  ]);
  const plain = await ask(service, asked);
  expect(plain.headers['content-type']).toBe('application/json; charset=utf-8');
});

test('searches and records of the REST calls are cached as well', async () => {
  const requests = ['/v1/?contains=item', '/v1/1'];
  for (const url of requests) {
    const first = await send(service.app, { url });
    service.statements();
    const second = await send(service.app, { url });
    expect([service.statements(), second.json()]).toEqual([[], first.json()]);
  }
  await service.importItems([item({ title: 'Item of another import' })]);
  imported++;
  const { length } = (await send(service.app, { url: '/v1/?contains=item' })).json();
  expect(length).toBe(Math.min(imported, 20));
});
