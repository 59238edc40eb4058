import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codesOf, post, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';

const query = '{ records { totalCount } }';
const headers = { 'apollo-require-preflight': 'true' };

let service: Service;
beforeAll(async () => {
  service = await startService();
  // Its response is cached from now on.
  expect((await post(service.app, '/graphql', { query })).statusCode).toBe(200);
});
afterAll(() => service.stop());

test.each([5, 'text', false, []])(
  'extensions that are %j are rejected, even if a response is cached',
  async (extensions) => {
    const posted = await post(service.app, '/graphql', { query, extensions });
    expect([posted.statusCode, codesOf(posted)]).toEqual([400, ['BAD_REQUEST']]);
  },
);

test('extensions that are not an object are rejected in a URL, too', async () => {
  const search = new URLSearchParams({ query, extensions: '5' });
  const got = await send(service.app, { method: 'GET', url: `/graphql?${search}`, headers });
  expect([got.statusCode, codesOf(got)]).toEqual([400, ['BAD_REQUEST']]);
});

test('extensions that are null count as not sent', async () => {
  const posted = await post(service.app, '/graphql', { query, extensions: null });
  expect(posted.json()).toEqual({ data: { records: { totalCount: 0 } } });
});
