import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { ask, get } from '../support/cached.js';
import { fakeDate } from '../support/fake-date.js';
import { item, type Service, startService } from '../support/service.js';

const asked = { query: '{ records { nodes { title } } }' };

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_HTTP_SECONDS: '7', NODE_ENV: 'production' });
  await service.importItems([item()]);
});
afterAll(() => service.stop());
afterEach(() => {
  jest.useRealTimers();
});

const preflighted = { 'apollo-require-preflight': 'true' };
const etag = async (headers: Record<string, string> = {}) =>
  String((await get(service, asked, { ...preflighted, ...headers })).headers.etag);

test('a cacheable response has Cache-Control, ETag, Age and Vary', async () => {
  for (const answer of [await ask(service, asked), await get(service, asked)]) {
    expect(answer.headers['cache-control']).toBe('public, max-age=7, must-revalidate');
    expect(answer.headers.etag).toMatch(/^"[\w-]{22}"$/);
    // CDNs keep nothing that differs by headers that they do not know.
    expect(answer.headers.vary).toBe('Accept, Accept-Encoding');
    expect(answer.headers['content-length']).toBe(String(Buffer.byteLength(answer.body)));
  }
});

test('without CACHE_HTTP_SECONDS, caches must revalidate a response before each use', async () => {
  const other = await startService();
  const { headers } = await ask(other, asked);
  expect(headers['cache-control']).toBe('public, max-age=0, must-revalidate');
  await other.stop();
});

test('a client that has the response gets a 304 without a body, also by a list of tags and by a weak tag', async () => {
  const tag = await etag();
  for (const list of [tag, `W/${tag}`, `"other", ${tag}`, `W/"a" ,W/${tag},"b"`, '*']) {
    const answer = await get(service, asked, { ...preflighted, 'if-none-match': list });
    expect([list, answer.statusCode, answer.body]).toEqual([list, 304, '']);
    expect(answer.headers).toMatchObject({
      etag: tag,
      age: '0',
      'cache-control': 'public, max-age=7, must-revalidate',
      vary: 'Accept, Accept-Encoding',
    });
    expect(answer.headers).not.toHaveProperty('content-type');
    expect(answer.headers).not.toHaveProperty('content-length');
  }
});

test.each(['-gzip', ';gzip', '--gzip', '-br', ';br', ':zstd', '-deflate', ';gz', '-x-gzip'])(
  'an entity tag still matches after a proxy has appended %s',
  async (suffix) => {
    const tag = await etag();
    const within = `${tag.slice(0, -1)}${suffix}"`;
    for (const list of [within, `W/${within}`, `${tag}${suffix}`, `"other", ${within}`]) {
      const answer = await get(service, asked, { ...preflighted, 'if-none-match': list });
      expect([list, answer.statusCode, answer.headers.etag]).toEqual([list, 304, tag]);
    }
  },
);

test.each(['"other"', 'W/"other"', '""', '', 'nonsense', '"*"', '"-gzip"', '-gzip'])(
  'a client that sends the entity tag %s gets the body',
  async (tag) => {
    const answer = await get(service, asked, { ...preflighted, 'if-none-match': tag });
    expect([answer.statusCode, answer.json()]).toEqual([
      200,
      { data: { records: { nodes: [{ title: 'A title' }] } } },
    ]);
  },
);

test('neither more nor less than the whole entity tag matches', async () => {
  const tag = await etag();
  for (const other of [tag.replace('"', '"x'), `${tag.slice(0, -1)}x"`, `${tag.slice(0, -2)}"`]) {
    const answer = await get(service, asked, { ...preflighted, 'if-none-match': other });
    expect([other, answer.statusCode]).toEqual([other, 200]);
  }
});

test('each media type has an entity tag of its own, and gets no 304 for another', async () => {
  const accept = 'application/graphql-response+json';
  const [json, graphql] = [await etag(), await etag({ accept })];
  expect(graphql).not.toBe(json);
  const headers = { ...preflighted, accept, 'if-none-match': json };
  expect((await get(service, asked, headers)).statusCode).toBe(200);
});

test.each(['application/json', 'application/json;q=0.9, */*;q=0.1', '*/*', 'application/*'])(
  'Accept: %s means the same as no Accept header, and shares its entry',
  async (accept) => {
    const tag = await etag();
    const answer = await get(service, asked, { ...preflighted, accept });
    expect([answer.cached, answer.headers.etag]).toEqual([true, tag]);
  },
);

test('a POST always gets the body', async () => {
  expect((await ask(service, asked, { 'if-none-match': await etag() })).statusCode).toBe(200);
});

test('the entity tag changes with the data, and back again', async () => {
  const before = await etag();
  await service.importItems([item({ title: 'Another' })]);
  const answer = await get(service, asked, { ...preflighted, 'if-none-match': before });
  expect([answer.statusCode, answer.headers.etag === before]).toEqual([200, false]);
});

test('the age of a cached response is 0, as the version of the data was just checked', async () => {
  fakeDate();
  await service.importItems([item({ title: 'Aged' })]);
  for (const later of [0, 2_500, 100_000]) {
    jest.setSystemTime(Date.now() + later);
    const answer = await get(service, asked);
    expect([answer.headers.age, answer.cached]).toEqual(['0', later > 0]);
  }
});
