import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ask, byHash, get } from '../support/cached.js';
import type { RequestParts } from '../support/graphql-requests.js';
import { codesOf, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const query = '{ records { totalCount } }';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([item()]);
});
afterAll(() => service.stop());

const mutation = `mutation ($items: [RecordInput!]!) {
  bulkImport(input: { items: $items }) { duplicates }
}`;

test.each<[string, RequestParts]>([
  ['a mutation', { query: mutation, variables: { items: [item()] } }],
  ['an import', { query: '{ import(id: 1) { id } }' }],
  ['an object of any type', { query: '{ node(id: "UmVjb3JkOjE") { ... on Record { title } } }' }],
  ['a list of objects of any type', { query: '{ records { totalCount } nodes(ids: []) { id } }' }],
  ['the list of imports', { query: '{ imports { nodes { id } } }' }],
  [
    'a response with partial data and an error',
    { query: '{ records { totalCount } other: records(first: 1000) { totalCount } }' },
  ],
])('%s is never cached, and sent with no-store', async (_what, asked) => {
  for (let times = 0; times < 3; times++) {
    const answer = await ask(service, asked);
    expect(answer.headers['cache-control']).toBe('no-store');
    expect(answer.headers).not.toHaveProperty('etag');
    expect(answer.headers).not.toHaveProperty('age');
  }
});

test.each<[string, RequestParts]>([
  ['an invalid document', { query: '{' }],
  ['an unknown field', { query: '{ nothing }' }],
  ['a request with variables of a wrong type', { query, variables: 'none' }],
  ['an unknown operation name', { query, operationName: 'Missing' }],
  ['a request without a document', {}],
  ['a hash of another document', { query, extensions: byHash('{ __typename }') }],
  ['a persisted query without a hash', { query, extensions: { persistedQuery: { version: 1 } } }],
  [
    'another version of persisted queries',
    { query, extensions: { persistedQuery: { ...byHash(query).persistedQuery, version: 2 } } },
  ],
])(
  '%s is rejected, even if a response to the rest of the request is cached',
  async (_what, asked) => {
    await ask(service, { query });
    for (const answer of [
      await ask(service, asked),
      await ask(service, asked),
      await get(service, asked),
    ]) {
      expect(codesOf(answer)).toHaveLength(1);
      expect(answer.headers['cache-control']).toBe('no-store');
    }
  },
);

test('a GET that a page of another origin can send is rejected, even if its response is cached', async () => {
  expect((await get(service, { query })).statusCode).toBe(200);
  const simple: Record<string, string>[] = [
    {},
    { 'content-type': 'text/plain' },
    { 'content-type': 'application/x-www-form-urlencoded' },
    { 'apollo-require-preflight': '' },
  ];
  for (const headers of simple) {
    const answer = await get(service, { query }, headers);
    expect([answer.statusCode, answer.body.includes('"data"')]).toEqual([400, false]);
  }
  expect((await get(service, { query }, { 'x-apollo-operation-name': 'A' })).cached).toBe(true);
});

test('a GET with a mutation is rejected', async () => {
  const asked = { query: mutation, variables: { items: [item({ title: 'By GET' })] } };
  for (let times = 0; times < 2; times++) {
    expect((await get(service, asked)).statusCode).toBe(405);
  }
  expect((await ask(service, { query })).json()).toEqual({ data: { records: { totalCount: 1 } } });
});

test('a GET with a repeated parameter is rejected, even if its response is cached', async () => {
  await get(service, { query });
  const text = encodeURIComponent(query);
  const url = `/graphql?query=${text}&query=${text}`;
  const answer = await send(service.app, { url, headers: { 'apollo-require-preflight': '1' } });
  expect(answer.statusCode).toBe(400);
});

test('an error is not cached', async () => {
  const asked = { query: 'query ($id: ID!) { record(id: $id) { title } }', variables: { id: 'x' } };
  const first = await ask(service, asked);
  const second = await ask(service, asked);
  expect(second.body).toBe(first.body);
});
