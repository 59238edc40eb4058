import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { exported } from '../support/exported.js';
import { send } from '../support/http.js';
import { type Item, item, type Service, startService } from '../support/service.js';

// More than two pages of what an export reads at once, with many dates the same.
const count = 2300;
let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems(
    Array.from({ length: count }, (_, n) =>
      item({
        title: n % 2 === 0 ? `Café ${n}` : `Other ${n}`,
        uri: `https://${n % 3 === 0 ? 'three' : 'www'}.example.com/${n % 5 === 0 ? 'five' : 'x'}/${n}`,
        date: `2014-03-0${1 + ((n * 7) % 4)}`,
      }),
    ),
  );
});
afterAll(() => service.stop());

const titlesOf = (items: readonly Item[]) => items.map(({ title }) => title).sort();

/** What the search finds, page after page. */
async function found(query: string): Promise<Item[]> {
  const all: Item[] = [];
  for (let url: string | undefined = `/v1/?${query}`; url !== undefined; ) {
    const answer = await send(service.app, { url });
    all.push(...answer.json());
    url = /<([^>]+)>/.exec(String(answer.headers.link ?? ''))?.[1];
  }
  return all;
}

test.each([
  '',
  'after=2014-03-02',
  'before=2014-03-02',
  'after=2014-03-02&before=2014-03-03',
  'contains=CAFE',
  'contains=caf%C3%A9%202',
  'contains=e',
  'uri=five',
  'contains=cafe&uri=five&after=2014-03-02',
  'contains=nothing%20like%20it',
  'after=&before=&contains=&uri=',
])('an export contains each record that the search finds exactly once: %s', async (query) => {
  const titles = titlesOf(await exported(service, query));
  expect(titles).toEqual(titlesOf(await found(query)));
  expect(new Set(titles).size).toBe(titles.length);
});

test('an export can be narrowed to a site', async () => {
  expect(await exported(service, 'site=three.example.com')).toHaveLength(Math.ceil(count / 3));
  expect(await exported(service, 'site=three.example.com&contains=cafe')).toHaveLength(384);
  expect(await exported(service, 'site=unknown.example.com')).toEqual([]);
});

test('an export without dates or site is in the order in which the records were stored', async () => {
  const all = await exported(service);
  expect(all.map(({ title }) => Number(String(title).split(' ')[1]))).toEqual(
    Array.from({ length: count }, (_, n) => n),
  );
});

test('an export with dates or a site begins with the earliest date', async () => {
  const dates = (await exported(service, 'after=2014-03-02')).map(({ date }) => String(date));
  expect(dates).toEqual([...dates].sort());
});

test('other requests are served while an export is read', async () => {
  let isRead = false;
  let turns = 0;
  const take = () => {
    turns += 1;
    if (!isRead) setImmediate(take);
  };
  const reading = exported(service);
  take();
  await reading;
  isRead = true;
  // One for each page that it is read in, and some before it begins and after it ended.
  expect(turns).toBeGreaterThanOrEqual(4);
});
