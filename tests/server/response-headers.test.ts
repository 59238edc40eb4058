import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([item()]);
});
afterAll(() => service.stop());

test.each([
  [
    'a mutation',
    '/graphql',
    { query: 'mutation { bulkImport(input: { items: [] }) { received } }' },
  ],
  ['a refused document', '/graphql', { query: '{ nothing }' }],
  ['broken JSON', '/graphql', '{'],
  ['an import', '/v1/bulk', []],
  ['a refused import', '/v1/bulk', '{'],
])('%s is answered as JSON that must not be cached', async (_what, url, body) => {
  const { headers } = await post(service.app, url, body);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers['content-type']).toBe('application/json; charset=utf-8');
});

test.each(['/v1/', '/v1/1', '/v1/99', '/v1/?first=x', '/nowhere', '/v1/%zz'])(
  'GET %s is answered as JSON that must not be cached, HEAD alike without a body',
  async (url) => {
    const got = await send(service.app, { url });
    expect(got.headers['cache-control']).toBe('no-store');
    expect(got.headers['content-type']).toBe('application/json; charset=utf-8');
    const head = await send(service.app, { method: 'HEAD', url });
    expect([head.statusCode, head.body]).toEqual([got.statusCode, '']);
  },
);
