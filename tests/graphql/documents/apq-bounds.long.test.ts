import { afterEach, expect, jest, test } from '@jest/globals';
import { fakeDate } from '../../support/fake-date.js';
import { persistedQuery, sendByPost, sha256 } from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

// Thousands of requests take their time where the machine is busy.
jest.setTimeout(60_000);

let service: Service;
afterEach(async () => {
  jest.useRealTimers();
  await service.stop();
});

/** Sends a document together with its hash. */
async function remember(query: string): Promise<void> {
  const sent = { query, extensions: persistedQuery(sha256(query)) };
  expect((await sendByPost(service, sent)).statusCode).toBe(200);
}

/** Whether the hash of a document is enough to name it. */
async function isRemembered(query: string): Promise<boolean> {
  const answer = await sendByPost(service, { extensions: persistedQuery(sha256(query)) });
  if ('data' in answer.json()) return true;
  expect(codesOf(answer)).toEqual(['PERSISTED_QUERY_NOT_FOUND']);
  return false;
}

const numbered = (n: number, length = 0) => `{ __typename } #${n}${'x'.repeat(length)}`;

test('an automatic persisted query is remembered for a day', async () => {
  service = await startService();
  fakeDate();
  await remember(numbered(1));
  jest.setSystemTime(Date.now() + 86_000_000);
  expect(await isRemembered(numbered(1))).toBe(true);
  jest.setSystemTime(Date.now() + 500_000);
  expect(await isRemembered(numbered(1))).toBe(false);
});

test('of 1,500 automatic persisted queries the last 1,000 are remembered', async () => {
  service = await startService();
  for (let n = 0; n < 1500; n++) await remember(numbered(n));
  expect(await isRemembered(numbered(499))).toBe(false);
  expect(await isRemembered(numbered(500))).toBe(true);
  expect(await isRemembered(numbered(1499))).toBe(true);
});

test('long automatic persisted queries evict each other, and very long ones are not remembered', async () => {
  service = await startService();
  for (let n = 0; n < 120; n++) await remember(numbered(n, 90_000));
  expect(await isRemembered(numbered(0, 90_000))).toBe(false);
  expect(await isRemembered(numbered(119, 90_000))).toBe(true);
  await remember(numbered(1, 100_000));
  expect(await isRemembered(numbered(1, 100_000))).toBe(false);
  expect(await isRemembered(numbered(119, 90_000))).toBe(true);
});

test.each([
  ['does not match the schema', '{ nothing }', 'GRAPHQL_VALIDATION_FAILED'],
  ['has a syntax error', '{', 'GRAPHQL_PARSE_FAILED'],
])('an automatic persisted query that %s is not remembered', async (_what, query, code) => {
  service = await startService();
  const sent = { query, extensions: persistedQuery(sha256(query)) };
  expect(codesOf(await sendByPost(service, sent))).toEqual([code]);
  expect(await isRemembered(query)).toBe(false);
});

test('an automatic persisted query with a wrong hash is not remembered', async () => {
  service = await startService();
  const [one, other] = [numbered(1), numbered(2)];
  const sent = { query: one, extensions: persistedQuery(sha256(other)) };
  expect(codesOf(await sendByPost(service, sent))).toEqual(['BAD_REQUEST']);
  expect([await isRemembered(one), await isRemembered(other)]).toEqual([false, false]);
});
