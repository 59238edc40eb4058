import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codesOf, post, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';

const query = '{ records { totalCount } }';
const headers = { 'apollo-require-preflight': 'true' };

let service: Service;
beforeAll(async () => {
  service = await startService();
  // Its answer is kept from now on.
  expect((await post(service.app, '/graphql', { query })).statusCode).toBe(200);
});
afterAll(() => service.stop());

test.each([5, 'text', false, []])(
  'extensions that are %j are refused, also where an answer is kept',
  async (extensions) => {
    const posted = await post(service.app, '/graphql', { query, extensions });
    expect([posted.statusCode, codesOf(posted)]).toEqual([400, ['BAD_REQUEST']]);
  },
);

test('so they are in an address', async () => {
  const search = new URLSearchParams({ query, extensions: '5' });
  const got = await send(service.app, { method: 'GET', url: `/graphql?${search}`, headers });
  expect([got.statusCode, codesOf(got)]).toEqual([400, ['BAD_REQUEST']]);
});

test('extensions that are null count as not given', async () => {
  const posted = await post(service.app, '/graphql', { query, extensions: null });
  expect(posted.json()).toEqual({ data: { records: { totalCount: 0 } } });
});
