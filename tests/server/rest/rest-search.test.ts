import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems(
    [1, 2, 3, 4].map((day) =>
      item({ title: `Día ${day}`, uri: `https://www.example.com/${day}`, date: `2014-03-0${day}` }),
    ),
  );
});
afterAll(() => service.stop());

const get = (url: string) => send(service.app, { url });
const titles = async (url: string) =>
  (await get(url)).json().map((record: { title: string }) => record.title);

describe('A REST search', () => {
  test('returns a list of records, the latest first, with numbers as ids', async () => {
    const answer = await get('/v1/?contains=dia%204');
    expect(answer.statusCode).toBe(200);
    expect(answer.json()).toEqual([
      {
        id: 4,
        title: 'Día 4',
        uri: 'https://www.example.com/4',
        date: '2014-03-04T00:00:00.000Z',
      },
    ]);
  });

  test('treats both of its dates as inclusive', async () => {
    expect(await titles('/v1/?after=2014-03-02&before=2014-03-03')).toEqual(['Día 3', 'Día 2']);
    expect(await titles('/v1/?after=2014-03-03T00:00:00.001Z')).toEqual(['Día 4']);
  });

  test('finds by part of the uri, and by all parameters at once', async () => {
    expect(await titles('/v1/?uri=example.com/2')).toEqual(['Día 2']);
    expect(await titles('/v1/?uri=example.com/2&contains=4')).toEqual([]);
  });

  test('that finds nothing returns an empty list, without a next page', async () => {
    const answer = await get('/v1/?contains=nowhere');
    expect([answer.statusCode, answer.body, answer.headers.link]).toEqual([200, '[]', undefined]);
  });

  test.each(['/v1', '/v1/', '/v1?', '/v1/?contains=&after=&first='])(
    'at %s finds everything',
    async (url) => {
      expect(await titles(url)).toHaveLength(4);
    },
  );
});

describe('A REST search is refused', () => {
  test.each([
    ['contain=x', 'ARGUMENT_INVALID', 'contain', /unknown; allowed: after, before, contains/],
    ['after[]=2014-01-01', 'ARGUMENT_INVALID', 'after[]', /unknown/],
    ['__proto__=x', 'ARGUMENT_INVALID', '__proto__', /unknown/],
    ['uri=a&uri=b', 'ARGUMENT_INVALID', 'uri', /more than once/],
    ['after=2014', 'DATE_INVALID', 'after', /parameter "after".*"2014" is not a date/],
    ['before=2014-02-30', 'DATE_INVALID', 'before', /parameter "before".*"2014-02-30"/],
    ['first=0', 'PAGE_SIZE_INVALID', 'first', /is "0"; it must be .* 1 to 100/],
    ['first=101', 'PAGE_SIZE_INVALID', 'first', /is "101"/],
    ['first=ten', 'PAGE_SIZE_INVALID', 'first', /is "ten"/],
    ['first=1e1', 'PAGE_SIZE_INVALID', 'first', /is "1e1"/],
    // In REST `after` is a date, so the message must not call the cursor by its GraphQL name.
    ['cursor=abc', 'CURSOR_INVALID', 'cursor', /parameter "cursor"/],
  ])('for %s', async (query, code, argument, sentence) => {
    const answer = await get(`/v1/?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.json()).toEqual({
      ok: false,
      error: expect.stringMatching(sentence),
      code,
      argument,
    });
  });
});

describe('A record over REST', () => {
  test('is found by its id, with or without a slash at the end', async () => {
    expect((await get('/v1/1')).json()).toMatchObject({ id: 1, title: 'Día 1' });
    expect((await get('/v1/1/')).json()).toMatchObject({ id: 1, title: 'Día 1' });
  });

  test('is found by its global id, and has its number', async () => {
    expect((await get('/v1/UmVjb3JkOjE')).json()).toMatchObject({ id: 1, title: 'Día 1' });
  });

  test.each([
    'U2l0ZTox',
    '99',
    '0',
    '-1',
    '1.0',
    '1e0',
    'bulks',
    '9'.repeat(16),
    '%00',
    '%0a',
    '..%2f',
    '١',
  ])('that does not exist is a 404: %s', async (id) => {
    const answer = await get(`/v1/${encodeURI(decodeURIComponent(id)).replace('/', '%2f')}`);
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({
      ok: false,
      error: expect.stringContaining('No record has the id'),
      code: 'NOT_FOUND',
    });
  });
});
