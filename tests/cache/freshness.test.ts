import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { ask } from '../support/cached.js';
import { fakeDate } from '../support/fake-date.js';
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

/** Waits until what was begun in the background is done. */
async function settled() {
  while ((await ask(service, asked)).headers.age !== '0');
}

test('a fresh response is sent without asking', async () => {
  later(freshSeconds - 1);
  const answer = await ask(service, asked);
  expect([answer.cached, answer.headers.age]).toEqual([true, '239']);
});

test('a stale one is sent at once, and made anew once in the background', async () => {
  later(freshSeconds + 30);
  service.statements();
  const answers = await Promise.all(Array.from({ length: 10 }, () => ask(service, asked)));
  expect(answers[0]?.headers.age).toBe('270');
  for (const { headers } of answers) expect(['270', '0']).toContain(headers.age);
  await settled();
  expect((await ask(service, asked)).cached).toBe(true);
});

test('one that is staler than allowed is made anew before it is sent', async () => {
  later(freshSeconds + 61);
  const answer = await ask(service, asked);
  expect([answer.cached, answer.headers.age]).toEqual([false, '0']);
});

test('a stale one is not sent when the data has changed', async () => {
  later(freshSeconds + 30);
  await service.importItems([item({ title: `Item ${imported++}` })]);
  const answer = await ask(service, asked);
  expect([answer.headers.age, answer.json()]).toEqual([
    '0',
    { data: { records: { totalCount: imported } } },
  ]);
});
