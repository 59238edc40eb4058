import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { persistedQuery, sendByPost, sha256 } from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const query = '{ records { totalCount } }';
const sha256Hash = sha256(query);
const ask = (body: object, version = 1, hash: unknown = sha256Hash) =>
  sendByPost(service, { ...body, extensions: persistedQuery(hash, version) });

test('a hash is unknown until it is sent with its document, and then it is enough', async () => {
  const unknown = await ask({});
  expect([unknown.statusCode, codesOf(unknown)]).toEqual([200, ['PERSISTED_QUERY_NOT_FOUND']]);
  const answer = { data: { records: { totalCount: 0 } } };
  expect((await ask({ query })).json()).toEqual(answer);
  expect((await ask({})).json()).toEqual(answer);
});

test.each([
  ['the hash of another document', { query: '{ __typename }' }, 1, sha256Hash],
  ['a hash that is not a string', { query }, 1, {}],
  ['a persisted query without a hash', { query }, 1, null],
  ['a persisted query of a version other than 1', { query }, 2, sha256Hash],
])('%s is a client error, not an internal one', async (_what, body, version, hash) => {
  const answer = await ask(body, version, hash);
  expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
});
