import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import { byHash } from '../support/cached.js';
import { send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

// Everything is asked for in every form first.
jest.setTimeout(30_000);

const query = 'query A($first: Int) { records(first: $first) { totalCount } }';
const two = `${query} query B { records { totalCount } }`;
const change = 'mutation { bulkImport(input: { items: [], dryRun: true }) { received } }';
const preflight = { 'apollo-require-preflight': '1' };
const json = { 'content-type': 'application/json' };

// One has no memory for anything, so that all it answers comes from the engine.
let cached: Service;
let engine: Service;
beforeAll(async () => {
  cached = await startService({ NODE_ENV: 'production' });
  engine = await startService({ NODE_ENV: 'production', CACHE_MEGABYTES: '0' });
  for (const service of [cached, engine]) {
    await service.importItems([item()]);
    // Everything that can be kept is.
    for (const text of [query, two]) {
      for (const operationName of text === two ? ['A', 'B'] : [undefined]) {
        for (const variables of [undefined, {}, { first: 1 }]) {
          const body = { query: text, operationName, variables };
          for (const accept of ['application/json', 'application/graphql-response+json']) {
            await send(service.app, posted(body, { accept }));
            await send(service.app, got({ ...body }, { ...preflight, accept }));
          }
        }
      }
    }
    await send(service.app, posted({ query, extensions: byHash(query) }));
  }
});
afterAll(() => Promise.all([cached.stop(), engine.stop()]));

function posted(body: unknown, headers: Record<string, string> = {}): InjectOptions {
  const payload = typeof body === 'string' ? body : JSON.stringify(body);
  return { method: 'POST', url: '/graphql', payload, headers: { ...json, ...headers } };
}

function got(asked: Record<string, unknown>, headers: Record<string, string> = preflight) {
  const texts = Object.entries(asked).flatMap(([name, value]) =>
    value === undefined
      ? []
      : [[name, typeof value === 'string' ? value : JSON.stringify(value)] as [string, string]],
  );
  return { url: `/graphql?${new URLSearchParams(texts)}`, headers };
}

const outcome = ({ statusCode, headers, body }: Response) => ({
  statusCode,
  type: headers['content-type'],
  allow: headers.allow,
  body,
});

const forms: Record<string, InjectOptions> = {
  'a query of an object': posted({ query: { kind: 'Document' }, extensions: byHash(query) }),
  'a query of a number': posted({ query: 1, extensions: byHash(query) }),
  'an empty query beside a hash': posted({ query: '', extensions: byHash(query) }),
  'a null query beside a hash': posted({ query: null, extensions: byHash(query) }),
  'a list': posted([{ query }]),
  'an empty list': posted([]),
  'a text': posted('"text"'),
  'no members': posted({}),
  'variables of a text': posted({ query, variables: '{"first":1}' }),
  'variables of a list': posted({ query, variables: [] }),
  'variables of false': posted({ query, variables: false }),
  'null variables': posted({ query, variables: null }),
  'variables of no use': posted({ query, variables: { first: 1, second: 2 } }),
  'a variable of the wrong type': posted({ query, variables: { first: '1' } }),
  'a null variable': posted({ query, variables: { first: null } }),
  'a page that is too large': posted({ query, variables: { first: 101 } }),
  'extensions of a text': posted({ query, extensions: 'a' }),
  'extensions of a list': posted({ query, extensions: [] }),
  'extensions of 0': posted({ query, extensions: 0 }),
  'null extensions': posted({ query, extensions: null }),
  'other extensions': posted({ query, extensions: { a: 1 } }),
  'an improper hash': posted({ query, extensions: { persistedQuery: { version: 1 } } }),
  'a hash of version 2': posted({
    query,
    extensions: { persistedQuery: { ...byHash(query).persistedQuery, version: 2 } },
  }),
  'a hash of version "1"': posted({
    extensions: { persistedQuery: { ...byHash(query).persistedQuery, version: '1' } },
  }),
  'a hash that is a list': posted({ extensions: { persistedQuery: [] } }),
  'the hash of another document': posted({ query, extensions: byHash(two) }),
  'a hash alone': posted({ extensions: byHash(query) }),
  'an unknown hash': posted({ extensions: byHash('{ __typename }') }),
  'a hash that came without its document': posted({ extensions: byHash(two), operationName: 'A' }),
  'a name of no operation': posted({ query, operationName: 'C' }),
  'an empty name': posted({ query, operationName: '' }),
  'an empty name for two operations': posted({ query: two, operationName: '' }),
  'a null name for two operations': posted({ query: two, operationName: null }),
  'no name for two operations': posted({ query: two }),
  'a name of a number': posted({ query, operationName: 1 }),
  'a name of __proto__': posted({ query: two, operationName: '__proto__' }),
  'a mutation': posted({ query: change }),
  'a media type that is not JSON': posted({ query }, { 'content-type': 'application/graphql' }),
  'a text that a form could send': posted({ query }, { 'content-type': 'text/plain' }),
  'an Accept of nothing that is sent': posted({ query }, { accept: 'text/csv' }),
  'an Accept of undefined': posted({ query }, { accept: 'undefined' }),
  'an empty Accept': posted({ query }, { accept: '' }),
  'an Accept of a callback': posted({ query }, { accept: 'application/json; callbackSpec=1.0' }),
  'an Accept of the other type': posted({ query }, { accept: 'application/graphql-response+json' }),
  'an Accept that excludes JSON': posted({ query }, { accept: 'application/json;q=0, */*' }),
  'a GET': got({ query }),
  'a GET from a foreign page': got({ query }, {}),
  'a GET by the name of its operation': got({ query }, { 'x-apollo-operation-name': 'A' }),
  'a GET of JSON': got({ query }, json),
  'a GET of another type': got({ query }, { ...preflight, 'content-type': 'text/plain' }),
  'a GET of GraphQL': got({ query }, { ...preflight, 'content-type': 'application/graphql' }),
  'a GET of an empty type': got({ query }, { ...preflight, 'content-type': '' }),
  'a GET of a strange type': got({ query }, { ...preflight, 'content-type': 'application/json x' }),
  'a GET with an Accept of undefined': got({ query }, { ...preflight, accept: 'undefined' }),
  'a GET with an empty preflight header': got({ query }, { 'apollo-require-preflight': '' }),
  'a GET of a mutation': got({ query: change }),
  'a GET of an empty query beside a hash': got({ query: '', extensions: byHash(query) }),
  'a GET of a hash alone': got({ extensions: byHash(query) }),
  'a GET of an unknown hash': got({ extensions: byHash('{ __typename }') }),
  'a GET of a hash that came without its document': got({
    extensions: byHash(two),
    operationName: 'A',
  }),
  'a GET with variables of a list': got({ query, variables: [] }),
  'a GET with variables of a text': got({ query, variables: '"a"' }),
  'a GET with broken variables': got({ query, variables: '{' }),
  'a GET with extensions of a list': got({ query, extensions: [] }),
  'a GET with broken extensions': got({ query, extensions: '{' }),
  'a GET with an empty name for two operations': got({ query: two, operationName: '' }),
  'a PUT': { ...posted({ query }), method: 'PUT' },
};

describe('a cached response is the same as an uncached one for', () => {
  test.each(Object.entries(forms))('%s', async (_what, request) => {
    const answers = [await send(cached.app, request), await send(engine.app, request)];
    expect(outcome(answers[0] as Response)).toEqual(outcome(answers[1] as Response));
  });
});
