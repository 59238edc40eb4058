// The texts are in many languages. cspell:disable
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  const titles = ['apple', 'pear', 'Äpfel', 'crab-apple', 'plum'];
  await service.importItems(
    ['a.example', 'b.example'].flatMap((host) =>
      titles.map((title, index) =>
        item({ title: `${title} of ${host}`, uri: `http://${host}/`, date: `201${index}-01-01` }),
      ),
    ),
  );
});
afterAll(() => service.stop());

interface Found {
  readonly records: {
    readonly nodes: readonly { readonly title: string }[];
    readonly totalCount: number;
    readonly pageInfo: { readonly endCursor: string };
  };
}

const search = async (args: object): Promise<Record<'a' | 'b', Found>> =>
  service.query<Record<'a' | 'b', Found>>(
    `query ($filter: RecordFilter, $orderBy: RecordOrder! = DATE_DESC, $first: Int, $after: String) {
      a: site(host: "a.example") { ...found } b: site(host: "b.example") { ...found }
    }
    fragment found on Site {
      records(filter: $filter, orderBy: $orderBy, first: $first, after: $after) {
        nodes { title } totalCount pageInfo { endCursor }
      }
    }`,
    { ...args },
  );

test("a filter on a site's records searches only its own records", async () => {
  const { a, b } = await search({ filter: { text: 'APPLE' } });
  expect(a.records.nodes.map(({ title }) => title)).toEqual([
    'crab-apple of a.example',
    'apple of a.example',
  ]);
  expect(b.records.nodes.map(({ title }) => title)).toEqual([
    'crab-apple of b.example',
    'apple of b.example',
  ]);
  expect([a.records.totalCount, b.records.totalCount]).toEqual([2, 2]);
});

test("a filter for another site finds none of a site's records", async () => {
  const { a, b } = await search({ filter: { site: 'b.example' } });
  expect([a.records.totalCount, b.records.totalCount]).toEqual([0, 5]);
  expect(a.records.nodes).toEqual([]);
});

test('an "or" does not reach beyond a site\'s records', async () => {
  const { a } = await search({ filter: { or: [{ site: 'b.example' }, { text: 'plum' }] } });
  expect(a.records.nodes.map(({ title }) => title)).toEqual(['plum of a.example']);
});

test("pages of a site's records contain each record once", async () => {
  const first = await search({ orderBy: 'DATE_ASC', first: 3 });
  const after = first.a.records.pageInfo.endCursor;
  const next = await search({ orderBy: 'DATE_ASC', first: 3, after });
  const titles = [...first.a.records.nodes, ...next.a.records.nodes].map(({ title }) => title);
  expect(titles.map((title) => title.split(' ')[0])).toEqual([
    ...['apple', 'pear', 'Äpfel', 'crab-apple', 'plum'],
  ]);
});

test("invalid arguments of a site's records are refused with the path of the list", async () => {
  const { errors } = await service.ask(
    '{ site(host: "a.example") { records(last: 101) { totalCount } } }',
  );
  expect(errors).toMatchObject([
    { path: ['site', 'records'], extensions: { code: 'PAGE_SIZE_INVALID', argument: 'last' } },
  ]);
});
