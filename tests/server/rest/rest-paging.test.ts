import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { send } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems(
    Array.from({ length: 103 }, (_, at) =>
      item({ title: `Café & chá + 100% ${at}`, uri: `https://www.example.com/${at}` }),
    ),
  );
});
afterAll(() => service.stop());

/** Follows the Link headers from `url` and returns the ids of every page. */
async function pagesFrom(url: string): Promise<number[][]> {
  const pages: number[][] = [];
  let next: string | undefined = url;
  while (next) {
    const answer = await send(service.app, { url: next });
    expect(answer.statusCode).toBe(200);
    pages.push(answer.json().map(({ id }: { id: number }) => id));
    next = /^<([^>]+)>; rel="next"$/.exec(String(answer.headers.link ?? ''))?.[1];
  }
  return pages;
}

test('The Link headers of a search lead through all pages, each record once', async () => {
  const pages = await pagesFrom('/v1');
  expect(pages.map((page) => page.length)).toEqual([100, 3]);
  expect(new Set(pages.flat()).size).toBe(103);
});

test('The Link header of a search preserves its parameters, whatever their characters', async () => {
  const search = new URLSearchParams({ contains: 'café & chá + 100%', first: '40' });
  const pages = await pagesFrom(`/v1/?${search}&after=2014-03-08`);
  expect(pages.map((page) => page.length)).toEqual([40, 40, 23]);
});

test('A full last page of a search has no Link header', async () => {
  const answer = await send(service.app, { url: '/v1/?contains=100%25%2010&first=4' });
  expect(answer.json()).toHaveLength(4);
  expect(answer.headers.link).toBeUndefined();
});
