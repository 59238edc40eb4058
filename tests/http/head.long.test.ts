import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { persistedQuery, sha256 } from '../support/graphql-requests.js';
import { post, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const query = '{ records(first: 50) { nodes { id title uri date } } }';
const search = `query=${encodeURIComponent(query)}`;
const hash = sha256(query);

let service: Service;
beforeAll(async () => {
  service = await startService({ CORS_ORIGINS: 'https://app.example.com' });
  const items = Array.from({ length: 50 }, (_, at) => item({ title: `Number ${at}` }));
  await service.importItems(items);
  await post(service.app, '/graphql', { query, extensions: persistedQuery(hash) });
});
afterAll(() => service.stop());

const preflight = { 'apollo-require-preflight': '1' };

/** The headers without those that depend on the connection and the time. */
const lasting = ({ date: _, connection: __, ...headers }: Record<string, unknown>) => headers;

test.each([
  ['GraphQL', `/graphql?${search}`, preflight],
  ['GraphQL by an id', `/graphql/${hash}`, preflight],
  ['GraphQL in another media type', `/graphql?${search}`, { ...preflight, accept: '*/json' }],
  ['GraphQL that is never cached', '/graphql?query={__schema{types{name,description}}}', preflight],
  ['an invalid document', '/graphql?query={nothing}', preflight],
  ['an unknown id', '/graphql/abc', preflight],
  ['a mutation', '/graphql?query=mutation{bulkImport(input:{items:[]}){received}}', preflight],
  ['GraphQL without a preflight header', `/graphql?${search}`, {}],
  [
    'GraphQL for a page of a CORS origin',
    `/graphql?${search}`,
    { ...preflight, origin: 'https://app.example.com' },
  ],
  ['a browser at /graphql', '/graphql', { accept: 'text/html' }],
  ['the records page', '/', {}],
  ['the IDE', '/ide', {}],
  ['Sandbox', '/sandbox', {}],
  ['a search', '/v1/?contains=number', {}],
  ['a search with a next page', '/v1/?first=5', {}],
  ['an invalid search', '/v1/?nothing=1', {}],
  ['a record', '/v1/1', {}],
  ['an unknown record', '/v1/99', {}],
  ['an invalid export', '/v1/export?format=xml', {}],
  ['health', '/livez', {}],
  ['readiness', '/readyz', {}],
])('HEAD has the status and the headers of GET, and no body: %s', async (_what, url, sent) => {
  for (const encoding of ['identity', 'gzip', 'br']) {
    const headers = { ...sent, 'accept-encoding': encoding };
    const get = await send(service.app, { url, headers });
    const head = await send(service.app, { method: 'HEAD', url, headers });
    const { 'content-length': length, ...others } = lasting(get.headers);
    expect(head.body).toBe('');
    expect(head.statusCode).toBe(get.statusCode);
    expect(lasting(head.headers)).toEqual({
      ...others,
      ...(length === '0' ? {} : { 'content-length': length }),
    });
  }
});

test('HEAD of an export has the headers of GET', async () => {
  for (const encoding of ['identity', 'gzip', 'zstd']) {
    const request = { url: '/v1/export?format=csv', headers: { 'accept-encoding': encoding } };
    const get = await send(service.app, request);
    const head = await send(service.app, { ...request, method: 'HEAD' });
    const { 'transfer-encoding': _, ...headers } = lasting(get.headers);
    expect([head.statusCode, head.body]).toEqual([200, '']);
    expect(lasting(head.headers)).toMatchObject(headers);
  }
});

test('HEAD returns 304 to a client that has the response', async () => {
  const url = `/graphql?${search}`;
  const { etag } = (await send(service.app, { url, headers: preflight })).headers;
  const headers = { ...preflight, 'if-none-match': String(etag) };
  const answer = await send(service.app, { method: 'HEAD', url, headers });
  expect([answer.statusCode, answer.headers.etag, answer.body]).toEqual([304, etag, '']);
  expect(answer.headers).not.toHaveProperty('content-length');
});

test('HEAD runs no mutation', async () => {
  const url =
    '/graphql?query=mutation{bulkImport(input:{items:[{title:"x",uri:"https://x.example",date:"2014-03-08"}]}){received}}';
  const answer = await send(service.app, { method: 'HEAD', url, headers: preflight });
  expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
  expect(await service.query('{ imports { nodes { received } } }')).toEqual({
    imports: { nodes: [{ received: 50 }] },
  });
});
