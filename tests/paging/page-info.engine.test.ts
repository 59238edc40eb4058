import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../src/paging/cursor.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  // The sites with the ids 1 to 4 have 3, 1, 2 and 1 records.
  const hosts = ['a', 'b', 'a', 'c', 'd', 'a', 'c'];
  await service.importItems(
    hosts.map((host, at) =>
      item({ title: `Title ${at}`, uri: `https://${host}.example/`, date: `201${at}-01-01` }),
    ),
  );
  await service.importItems([item({ title: '' })]);
  await service.importItems([]);
});
afterAll(() => service.stop());

interface List {
  readonly pageInfo: {
    readonly hasPreviousPage: boolean;
    readonly hasNextPage: boolean;
    readonly startCursor: string;
    readonly endCursor: string;
  };
}

async function pageOf(list: string): Promise<List['pageInfo']> {
  const { list: found, site } = await service.query<{ list?: List; site?: { list: List } }>(
    `{ ${list} }`,
  );
  const { pageInfo } = found ?? site?.list ?? {};
  if (pageInfo === undefined) throw new Error('There is no such list.');
  return pageInfo;
}

const fields = '{ pageInfo { hasPreviousPage hasNextPage startCursor endCursor } }';
const orders = ['RECORDS_DESC', 'RECORDS_ASC', 'ADDED_DESC', 'ADDED_ASC'];

const lists: readonly (readonly [string, (args: string) => string])[] = [
  ...orders.map(
    (order) =>
      [
        `sites in the order ${order}`,
        (args: string) => `list: sites(orderBy: ${order}, ${args}) ${fields}`,
      ] as const,
  ),
  ['imports', (args) => `list: imports(${args}) ${fields}`],
  ['records of a site', (args) => `site(host: "a.example") { list: records(${args}) ${fields} }`],
];

describe.each(lists)('a list of %s', (_what, list) => {
  test('has nothing before its first page, and something before all others', async () => {
    const first = await pageOf(list('first: 1'));
    expect(first).toMatchObject({ hasPreviousPage: false, hasNextPage: true });
    let { endCursor } = first;
    for (let pages = 1; ; pages++) {
      const page = await pageOf(list(`first: 1, after: ${JSON.stringify(endCursor)}`));
      expect(page.hasPreviousPage).toBe(true);
      ({ endCursor } = page);
      if (page.hasNextPage) continue;
      expect(pages).toBeGreaterThan(1);
      return;
    }
  });

  test('has something before an empty page past its end, and nothing after it', async () => {
    const { endCursor } = await pageOf(list('first: 100'));
    expect(await pageOf(list(`after: ${JSON.stringify(endCursor)}`))).toEqual({
      hasPreviousPage: true,
      hasNextPage: false,
      startCursor: null,
      endCursor: null,
    });
  });
});

const deepLinks: readonly (readonly [string, string, number, number, boolean, boolean])[] = [
  ['a site with more records than any', 'sites:RECORDS_DESC', 9, 1, false, true],
  ['a site that now has more records', 'sites:RECORDS_DESC', 2, 1, true, true],
  ['the second of two equal sites', 'sites:RECORDS_DESC', 1, 2, true, false],
  ['a site that never was, among equals', 'sites:RECORDS_DESC', 1, 3, true, true],
  ['a site that never was, before the others', 'sites:RECORDS_ASC', 1, 1, false, true],
  ['a site that had fewer records', 'sites:RECORDS_ASC', 1, 3, true, true],
  ['a site without records', 'sites:RECORDS_ASC', 0, 4, false, true],
  ['a site behind the last one', 'sites:ADDED_ASC', 99, 99, true, false],
  ['a site before the last one', 'sites:ADDED_DESC', 99, 99, false, true],
  ['an import that is to come', 'imports:ADDED_DESC', 4, 4, false, true],
  ['the latest import', 'imports:ADDED_DESC', 3, 3, true, true],
  ['no import', 'imports:ADDED_DESC', 0, 0, true, false],
];

test.each(deepLinks)(
  'behind the cursor of %s (%s:%d:%d)',
  async (_what, name, key, id, hasPreviousPage, hasNextPage) => {
    const [list, order] = name.split(':');
    const orderBy = list === 'sites' ? `orderBy: ${order}, ` : '';
    const after = JSON.stringify(encodeCursor(name, { key, id }));
    const page = await pageOf(`list: ${list}(${orderBy}after: ${after}) ${fields}`);
    expect(page).toMatchObject({ hasPreviousPage, hasNextPage: false });
    const first = await pageOf(`list: ${list}(${orderBy}first: 0, after: ${after}) ${fields}`);
    expect(first).toMatchObject({ hasPreviousPage, hasNextPage });
  },
);

test('a cached page shows at once that an import has added records before it', async () => {
  const after = JSON.stringify(
    encodeCursor('records:DATE_ASC', { key: Date.parse('2001-01-01'), id: 1 }),
  );
  const list = `list: records(orderBy: DATE_ASC, after: ${after}) ${fields}`;
  expect(await pageOf(list)).toMatchObject({ hasPreviousPage: false });
  expect(await pageOf(list)).toMatchObject({ hasPreviousPage: false });
  await service.importItems([item({ title: 'Early', date: '2000-01-01' })]);
  expect(await pageOf(list)).toMatchObject({ hasPreviousPage: true });
});
