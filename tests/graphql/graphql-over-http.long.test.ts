import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf, post, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const preflight = { 'apollo-require-preflight': '1' };
const get = (query: string, headers = {}) =>
  send(service.app, { url: `/graphql?${query}`, headers });

test('a query can be sent by POST, and by GET with a header that makes browsers send a preflight', async () => {
  const byPost = await post(service.app, '/graphql', { query: '{ __typename }' });
  const byGet = await get('query={__typename}', preflight);
  for (const answer of [byPost, byGet]) {
    expect(answer.json()).toEqual({ data: { __typename: 'Query' } });
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
  }
});

test('empty parameters of a GET count as not sent', async () => {
  const empty = 'operationName=&variables=&extensions=';
  for (const query of [`query={__typename}&${empty}`, `${empty}&query={__typename}`]) {
    expect((await get(query, preflight)).json()).toEqual({ data: { __typename: 'Query' } });
  }
});

test('a GET without the preflight header is rejected, and the error names the header', async () => {
  const answer = await get('query={__typename}');
  expect(answer.statusCode).toBe(400);
  expect(answer.json().errors[0].message).toContain('apollo-require-preflight');
});

test('a mutation by GET is rejected with 405 and the allowed method', async () => {
  const answer = await get('query=mutation{bulkImport(input:{items:[]}){received}}', preflight);
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  expect(codesOf(answer)).toEqual(['METHOD_NOT_ALLOWED']);
  expect(await service.query('{ imports { nodes { id } } }')).toEqual({ imports: { nodes: [] } });
});

test.each([
  ['PUT', '/graphql', 'GET, HEAD, POST'],
  ['DELETE', '/graphql', 'GET, HEAD, POST'],
  ['OPTIONS', '/graphql', 'GET, HEAD, POST'],
  ['HEAD', '/v1/bulk', 'POST'],
  ['PATCH', '/v1/1', 'GET, HEAD'],
  ['POST', '/v1/', 'GET, HEAD'],
] as const)('%s %s is rejected with 405 and the allowed methods', async (method, url, allow) => {
  const answer = await send(service.app, { method, url });
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, allow]);
  if (method !== 'HEAD') expect(codesOf(answer)).toEqual(['METHOD_NOT_ALLOWED']);
});

describe('an error has the shape of the API that the URL belongs to:', () => {
  test.each(['/graphql/other/more', '/graphql/%zz'])('errors at %s', async (url) => {
    const answer = await send(service.app, { url });
    expect(answer.json()).toEqual({
      errors: [{ message: expect.stringContaining(url), extensions: { code: expect.any(String) } }],
    });
  });

  test.each(['/other', '/graphqlx', '/v2/1', '/v1/1/2', '/v1/%zz', '//v1/'])(
    'ok:false at %s',
    async (url) => {
      const answer = await send(service.app, { url: { pathname: url } as never });
      expect(answer.json()).toMatchObject({ ok: false, error: expect.stringContaining(url) });
    },
  );
});

describe('a POST to /graphql is rejected when', () => {
  test.each([
    ['the JSON is malformed', '{', 400, 'BAD_REQUEST'],
    ['the body is empty', '', 400, 'BAD_REQUEST'],
    ['the body is null', 'null', 400, 'BAD_REQUEST'],
    ['the body is a number', '1', 400, 'BAD_REQUEST'],
    ['the query is empty', { query: '' }, 400, 'BAD_REQUEST'],
    ['the query is a number', { query: 1 }, 400, 'BAD_REQUEST'],
    [
      'the variables are a string',
      { query: '{ __typename }', variables: '{}' },
      400,
      'BAD_REQUEST',
    ],
    ['the body is a batch of operations', [{ query: '{ __typename }' }], 400, 'BAD_REQUEST'],
    ['the document has a syntax error', { query: '{' }, 400, 'GRAPHQL_PARSE_FAILED'],
    ['a field is unknown', { query: '{ nothing }' }, 400, 'GRAPHQL_VALIDATION_FAILED'],
    [
      'the operation is a subscription',
      { query: 'subscription { a }' },
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ],
    [
      'the operation is unknown',
      { query: 'query A { __typename }', operationName: 'B' },
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ],
  ])('%s', async (_when, body, status, code) => {
    const accept = 'application/graphql-response+json';
    const answer = await post(service.app, '/graphql', body, { accept });
    expect(answer.statusCode).toBe(status);
    expect(codesOf(answer)).toEqual([code]);
  });

  test.each(['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data', '/'])(
    'the body is sent as %s',
    async (type) => {
      const body = { query: '{ __typename }' };
      const answer = await post(service.app, '/graphql', body, { 'content-type': type });
      expect(answer.statusCode).toBe(415);
      expect(codesOf(answer)).toEqual(['UNSUPPORTED_MEDIA_TYPE']);
    },
  );

  test.each(['{ __typename }', 'mutation { bulkImport(input: { items: [{}] }) { received } }'])(
    'the client accepts no media type of a response: %s',
    async (query) => {
      const answer = await post(service.app, '/graphql', { query }, { accept: 'image/png' });
      expect([answer.statusCode, codesOf(answer)]).toEqual([406, ['NOT_ACCEPTABLE']]);
      expect(await service.query('{ imports { nodes { id } } }')).toEqual({
        imports: { nodes: [] },
      });
    },
  );

  test.each([
    [
      [{ query: '{ __typename }' }],
      /^The body is a list; expected an object with one operation\.$/,
    ],
    [{ query: 'subscription { records }' }, /^The document has a subscription; .*\.$/],
    [{ query: '{ ... @defer { __typename } }' }, /^The document uses @defer; .*\.$/],
    [{ query: '{ records { nodes @stream { id } } }' }, /^The document uses @stream; .*\.$/],
  ])('the request uses an unsupported feature: %j', async (body, message) => {
    const [error] = (await post(service.app, '/graphql', body)).json().errors;
    expect(error.message).toMatch(message);
  });
});
