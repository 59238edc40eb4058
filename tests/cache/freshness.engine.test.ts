import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { ask } from '../support/cached.js';
import { fakeDate } from '../support/fake-date.js';
import { post } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const asked = { query: '{ records { totalCount } }' };
const freshSeconds = 240;

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_STALE_SECONDS: '60' });
});
afterAll(() => service.stop());

let imported = 0;
beforeEach(async () => {
  await service.importItems([item({ title: `Item ${imported++}` })]);
  fakeDate();
  await ask(service, asked);
});
afterEach(() => {
  jest.useRealTimers();
});

const later = (seconds: number) => jest.setSystemTime(Date.now() + seconds * 1000);

test('a fresh response is sent without being refreshed', async () => {
  later(freshSeconds - 1);
  expect((await ask(service, asked)).cached).toBe(true);
});

test('a stale response is sent at once, and refreshed once in the background', async () => {
  later(freshSeconds + 30);
  service.statements();
  await Promise.all(Array.from({ length: 10 }, () => post(service.app, '/graphql', asked)));
  const statements: string[] = [];
  while (statements.length === 0) {
    await pause(1);
    statements.push(...service.statements());
  }
  expect(statements).toHaveLength(1);
  // What is asked for long after the first time was still made anew just now.
  later(freshSeconds - 1);
  expect((await ask(service, asked)).cached).toBe(true);
});

test('a response that is staler than allowed is refreshed before it is sent', async () => {
  later(freshSeconds + 61);
  expect((await ask(service, asked)).cached).toBe(false);
});

test('a stale response is not sent if the data has changed', async () => {
  later(freshSeconds + 30);
  await service.importItems([item({ title: `Item ${imported++}` })]);
  const answer = await ask(service, asked);
  expect([answer.cached, answer.json()]).toEqual([
    false,
    { data: { records: { totalCount: imported } } },
  ]);
});
