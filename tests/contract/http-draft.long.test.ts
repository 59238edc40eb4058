import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { InjectOptions } from 'fastify';
import { send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const services: Partial<Record<'stable' | 'draft', Service>> = {};
beforeAll(async () => {
  for (const codes of ['stable', 'draft'] as const) {
    services[codes] = await startService({ GRAPHQL_HTTP_CODES: codes });
    await services[codes].importItems([item()]);
  }
});
afterAll(() => Promise.all(Object.values(services).map((service) => service.stop())));

const graphql = 'application/graphql-response+json; charset=utf-8';
const json = 'application/json; charset=utf-8';

const posted = (body: unknown, type = 'application/json'): InjectOptions => ({
  method: 'POST',
  url: '/graphql',
  headers: { 'content-type': type },
  payload: typeof body === 'string' ? body : JSON.stringify(body),
});
const query = (text: string, variables = {}) => posted({ query: text, variables });
const got = (search: string): InjectOptions => ({
  url: `/graphql?${search}`,
  headers: { 'apollo-require-preflight': '1' },
});

const partial = '{ site(host: "www.example.com") { records(first: -1) { totalCount } } }';
const withVariable = 'query ($id: ID!) { record(id: $id) { id } }';

/**
 * Section 5.4 of GraphQL over HTTP, row by row: the status for clients that accept its own media type,
 * and for those that accept only JSON; by the older draft (`stable`), and by the newest one (`draft`).
 */
const rows: readonly [
  what: string,
  request: InjectOptions,
  stable: readonly [graphql: number, json: number],
  draft: readonly [graphql: number, json: number],
][] = [
  ['data without errors', query('{ __typename }'), [200, 200], [200, 200]],
  ['data with errors', query(`{ __typename ${partial.slice(1)}`), [200, 200], [294, 200]],
  ['data that is null, with errors', query(partial), [200, 200], [294, 200]],
  [
    'a mutation by GET',
    got('query=mutation{bulkImport(input:{items:[]}){received}}'),
    [405, 405],
    [405, 405],
  ],
  ['a method other than GET and POST', { method: 'PUT', url: '/graphql' }, [405, 405], [405, 405]],
  [
    'a body of another media type',
    posted('{__typename}', 'application/graphql'),
    [415, 415],
    [415, 415],
  ],
  ['a body that is not JSON', posted('{"query":'), [400, 400], [400, 400]],
  ['a body without a query', posted({ document: '{ __typename }' }), [400, 400], [422, 422]],
  ['an empty object as the body', posted({}), [400, 400], [422, 422]],
  ['a body that is a list', posted([{ query: '{ __typename }' }]), [400, 400], [422, 422]],
  ['a query that is not a string', posted({ query: 1 }), [400, 400], [422, 422]],
  [
    'variables that are a list',
    posted({ query: withVariable, variables: [7] }),
    [400, 400],
    [422, 422],
  ],
  [
    'variables by GET that are not JSON',
    got('query={__typename}&variables=x'),
    [400, 400],
    [422, 422],
  ],
  ['a document that cannot be parsed', query('{'), [400, 200], [400, 400]],
  ['a document that is not valid', query('{ nothing }'), [400, 200], [422, 422]],
  ['a document beyond a limit', query(`{ ${'a:__typename '.repeat(40)} }`), [400, 200], [422, 422]],
  [
    'an unknown operation name',
    posted({ query: 'query A { __typename }', operationName: 'B' }),
    [400, 200],
    [422, 422],
  ],
  [
    'several operations without an operation name',
    query('query A { __typename } query B { __typename }'),
    [400, 200],
    [422, 422],
  ],
  ['a variable of a wrong type', query(withVariable, { id: {} }), [400, 200], [422, 422]],
  ['a variable that is missing', query(withVariable), [400, 200], [422, 422]],
  [
    'a request that a page of another origin can send',
    { url: '/graphql?query={__typename}' },
    [400, 400],
    [400, 400],
  ],
];

describe.each(rows)('%s', (_what, request, stable, draft) => {
  test.each([
    ['stable', graphql, stable[0]],
    ['stable', json, stable[1]],
    ['draft', graphql, draft[0]],
    ['draft', json, draft[1]],
  ] as const)(
    'with GRAPHQL_HTTP_CODES=%s and Accept: %s has the status %d',
    async (codes, accept, status) => {
      const { app } = services[codes] as Service;
      const answer = await send(app, { ...request, headers: { ...request.headers, accept } });
      expect(answer.statusCode).toBe(status);
      const { data, errors } = answer.json();
      expect(errors === undefined).toBe(status === 200 && data?.site !== null && !!data);
      if (status >= 400) expect(data).toBeUndefined();
    },
  );
});

const types = async (codes: 'stable' | 'draft', accept: string | undefined, text: string) => {
  const { app } = services[codes] as Service;
  const request = query(text);
  const headers = { ...request.headers, ...(accept && { accept }) };
  return (await send(app, { ...request, headers })).headers['content-type'];
};

describe.each(['stable', 'draft'] as const)(
  'with GRAPHQL_HTTP_CODES=%s, the response has the media type',
  (codes) => {
    test.each([
      ['of GraphQL if it is accepted', graphql, graphql],
      ['of GraphQL if it is preferred', `application/json;q=0.9, ${graphql}`, graphql],
      ['JSON if only that is accepted', json, json],
      ['JSON if everything is accepted', '*/*', json],
      ['JSON if there is no Accept header', undefined, json],
    ])('%s', async (_what, accept, type) => {
      expect(await types(codes, accept, '{ __typename }')).toBe(type);
      expect(await types(codes, accept, partial)).toBe(type);
    });
  },
);

test('with GRAPHQL_HTTP_CODES=draft, errors always have the media type of GraphQL, as JSON could come from a proxy', async () => {
  for (const accept of [json, undefined, '*/*', graphql]) {
    expect(await types('draft', accept, '{ nothing }')).toBe(graphql);
  }
  expect(await types('stable', json, '{ nothing }')).toBe(json);
});

test('the status 294 has the reason phrase Partial Success', async () => {
  const url = await (services.draft as Service).app.listen();
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { accept: graphql, 'content-type': 'application/json' },
    body: JSON.stringify({ query: partial }),
  });
  expect([answer.status, answer.statusText]).toEqual([294, 'Partial Success']);
});
