// cspell:ignore Brecords Btotal
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, send } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
let address: URL;
beforeAll(async () => {
  service = await startService({ NODE_ENV: 'development' });
  address = new URL(await service.app.listen());
  await service.importItems([item()]);
});
afterAll(() => service.stop());

test.each([
  [
    'a mutation',
    '/graphql',
    { query: 'mutation { bulkImport(input: { items: [] }) { received } }' },
  ],
  ['an invalid document', '/graphql', { query: '{ nothing }' }],
  ['invalid JSON', '/graphql', '{'],
  ['an import', '/v1/bulk', []],
  ['a refused import', '/v1/bulk', '{'],
])('%s is answered with JSON that must not be cached', async (_what, url, body) => {
  const { headers } = await post(service.app, url, body);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
});

test.each(['/v1/', '/v1/1', '/v1/99', '/v1/?first=x', '/nowhere', '/v1/%zz'])(
  'GET %s gets JSON that must not be cached, and HEAD the same without a body',
  async (url) => {
    const got = await send(service.app, { url });
    expect(got.headers['cache-control']).toBe('no-store');
    expect(got.headers['content-type']).toBe('application/json; charset=utf-8');
    const head = await send(service.app, { method: 'HEAD', url });
    expect([head.statusCode, head.body]).toEqual([got.statusCode, '']);
  },
);

const request = (line: string, headers = '') =>
  `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;

describe('X-Content-Type-Options: nosniff is sent with', () => {
  const preflight = 'apollo-require-preflight: true\r\n';
  const cached = '/graphql?query=%7Brecords%7BtotalCount%7D%7D';
  const origin = 'Origin: https://studio.apollographql.com\r\n';

  test.each<[string, number, string]>([
    ['GraphQL', 200, request(`GET ${cached}`, preflight)],
    ['a 304', 304, request(`GET ${cached}`, `${preflight}If-None-Match: *\r\n`)],
    ['an invalid document', 200, request('GET /graphql?query=%7B', preflight)],
    ['a REST search', 200, request('GET /v1/')],
    ['a HEAD request', 200, request('HEAD /v1/')],
    ['an export', 200, request('GET /v1/export')],
    ['a compressed export', 200, request('GET /v1/export', 'Accept-Encoding: gzip\r\n')],
    ['health', 200, request('GET /livez')],
    ['a page', 200, request('GET /sandbox')],
    ['a redirect to a page', 303, request('GET /graphql', 'Accept: text/html\r\n')],
    [
      'a page of another origin',
      204,
      request('OPTIONS /graphql', `${origin}Access-Control-Request-Method: POST\r\n`),
    ],
    ['an unknown URL', 404, request('GET /nowhere')],
    ['a method that is not allowed', 405, request('DELETE /v1/1')],
    ['an invalid URL', 400, request('GET /%zz')],
    ['a URL that is too long', 414, request(`GET /${'x'.repeat(20_000)}`)],
    ['a foreign host', 421, request('GET /v1/').replace('localhost', 'evil.example')],
    ['a missing host', 400, request('GET /v1/').replace('Host: localhost\r\n', '')],
    ['an unknown expectation', 200, request('GET /livez', 'Expect: a miracle\r\n')],
    ['input that is not HTTP', 400, 'GARBAGE\r\n\r\n'],
    ['headers that are too large', 431, request('GET /v1/', `X: ${'x'.repeat(40_000)}\r\n`)],
    [
      'a body that is refused',
      415,
      request('POST /graphql', 'Content-Length: 0\r\nContent-Type: a/b\r\n'),
    ],
  ])('%s', async (_what, status, bytes) => {
    const socket = connect(Number(address.port), address.hostname);
    socket.write(bytes);
    const answer = await text(socket);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    const [head = ''] = answer.split('\r\n\r\n');
    expect(head.match(/^x-content-type-options: nosniff$/gim)).toHaveLength(1);
  });
});
