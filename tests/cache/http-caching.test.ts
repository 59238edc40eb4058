import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { ask, get } from '../support/cached.js';
import { fakeDate } from '../support/fake-date.js';
import { item, type Service, startService } from '../support/service.js';

const asked = { query: '{ records { nodes { title } } }' };

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_HTTP_SECONDS: '7' });
  await service.importItems([item()]);
});
afterAll(() => service.stop());
afterEach(() => {
  jest.useRealTimers();
});

const preflighted = { 'apollo-require-preflight': 'true' };
const etag = async () => String((await get(service, asked)).headers.etag);

test('an answer that may be kept says for how long, for whom and by what it differs', async () => {
  for (const answer of [await ask(service, asked), await get(service, asked)]) {
    expect(answer.headers['cache-control']).toBe('public, max-age=7, must-revalidate');
    expect(answer.headers.etag).toMatch(/^"[\w-]{22}"$/);
    expect(String(answer.headers.vary).toLowerCase().split(', ')).toEqual(
      expect.arrayContaining([
        'accept',
        'content-type',
        'apollo-require-preflight',
        'authorization',
      ]),
    );
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.body)));
  }
});

test('without a time set, whoever keeps it asks before each use', async () => {
  const other = await startService();
  const { headers } = await ask(other, asked);
  expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  await other.stop();
});

test('a client that has the answer gets 304 without a body, also from a list and a weak tag', async () => {
  const tag = await etag();
  for (const list of [tag, `W/${tag}`, `"other", ${tag}`, `W/"a" ,W/${tag},"b"`, '*']) {
    const answer = await get(service, asked, { ...preflighted, 'if-none-match': list });
    expect([list, answer.statusCode, answer.body]).toEqual([list, 304, '']);
    expect(answer.headers).toMatchObject({ etag: tag, 'cache-control': expect.any(String) });
    expect(answer.headers).toHaveProperty('vary');
    expect(answer.headers).not.toHaveProperty('content-type');
  }
});

test.each(['"other"', 'W/"other"', '""', '', 'nonsense', '"*"'])(
  'a client that names the tag %s gets the body',
  async (tag) => {
    const answer = await get(service, asked, { ...preflighted, 'if-none-match': tag });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { data: { records: { nodes: [{ title: 'A title' }] } } },
    ]);
  },
);

test('a POST is always answered with the body', async () => {
  expect((await ask(service, asked, { 'if-none-match': await etag() })).statusCode).toBe(200);
});

test('the tag changes with the data, and comes back with it', async () => {
  const before = await etag();
  await service.importItems([item({ title: 'Another' })]);
  const answer = await get(service, asked, { ...preflighted, 'if-none-match': before });
  expect([answer.statusCode, answer.headers.etag === before]).toEqual([200, false]);
});

test('the age grows by the second', async () => {
  fakeDate();
  await service.importItems([item({ title: 'Aged' })]);
  expect((await get(service, asked)).headers.age).toBe('0');
  jest.setSystemTime(Date.now() + 2_500);
  expect((await get(service, asked)).headers.age).toBe('2');
  jest.setSystemTime(Date.now() + 100_000);
  expect((await ask(service, asked)).headers.age).toBe('102');
});
