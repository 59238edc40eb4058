import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answered, observed } from '../../support/cached.js';
import {
  persistedQuery,
  type RequestParts,
  sendByGet,
  sendByPost,
  sha256,
} from '../../support/graphql-requests.js';
import { send } from '../../support/http.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';
import { item } from '../../support/service.js';

const query = 'query Count($filter: RecordFilter) { records(filter: $filter) { totalCount } }';
const id = sha256(query);

let service: OperationsService;
beforeAll(async () => {
  service = await startOperationsService([query]);
});
afterAll(() => service.stop());

type Way = readonly [typeof sendByPost, RequestParts, string?];

const ways: Record<string, Way> = {
  'a POST by documentId': [sendByPost, { documentId: id }],
  'a POST by an id in the path': [sendByPost, {}, id],
  'a POST by hash': [sendByPost, { extensions: persistedQuery(id) }],
  'a POST by text': [sendByPost, { query }],
  'a GET by documentId': [sendByGet, { documentId: id }],
  'a GET by documentId with sha256:': [sendByGet, { documentId: `sha256:${id}` }],
  'a GET by an id in the path': [sendByGet, {}, id],
  'a GET by hash': [sendByGet, { extensions: persistedQuery(id) }],
  'a GET by text': [sendByGet, { query }],
};

const ask = ([sendBy, sent, at]: Way, variables?: object): Promise<Answered> =>
  observed(service, () => sendBy(service, { ...sent, ...(variables && { variables }) }, at));

describe.each(Object.entries(ways))('the response to %s is cached', (_name, first) => {
  test.each(Object.entries(ways))('for %s', async (_other, second) => {
    await service.importItems([item({ title: `${Math.random()}` })]);
    const executed = await ask(first);
    const cached = await ask(second);
    expect([executed.cached, cached.cached, cached.json()]).toEqual([false, true, executed.json()]);
  });
});

test('requests with different variables do not share a cached response', async () => {
  await service.importItems([item({ title: 'Of its own' })]);
  const way: Way = [sendByGet, {}, id];
  const answers = [
    await ask(way),
    await ask(way, { filter: { title: { contains: 'its own' } } }),
    await ask(way, { filter: { title: { contains: 'nothing' } } }),
  ];
  expect(answers.map(({ cached }) => cached)).toEqual([false, false, false]);
  const counts = answers.map((answer) => answer.json().data.records.totalCount);
  expect(counts.slice(1)).toEqual([1, 0]);
});

test('a GET by id gets an ETag, and 304 when it sends that ETag', async () => {
  const url = `/graphql/sha256:${id}?variables={}`;
  const headers = { 'apollo-require-preflight': 'true' };
  const { etag, 'cache-control': control } = (await send(service.app, { url, headers })).headers;
  expect(control).toBe('public, max-age=0, must-revalidate');
  const again = await send(service.app, {
    url,
    headers: { ...headers, 'if-none-match': String(etag) },
  });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});
