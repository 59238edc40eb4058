import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor, type Keyset } from '../../src/paging/cursor.js';
import { inOrder, type PagedRecord, readPage, recordOrders } from '../support/paging.js';
import { item, type Service, startService } from '../support/service.js';
import { unlimited } from '../support/unlimited.js';

let service: Service;
let stored: readonly PagedRecord[];
beforeAll(async () => {
  service = await startService(unlimited);
  const dates = [
    '1969-07-20',
    '2013-01-01',
    '2013-01-01',
    '2013-01-01',
    '2015-01-01',
    '2016-01-01',
  ];
  await service.importItems(
    dates.map((date, at) =>
      item({ title: `${at % 2 ? 'odd' : 'even'} ${at}`, uri: `https://${at % 3}.example/`, date }),
    ),
  );
  stored = (await readPage(service, { orderBy: 'ADDED_ASC' }, { first: 100 })).nodes;
});
afterAll(() => service.stop());

interface Flags {
  readonly pageInfo: { readonly hasPreviousPage: boolean; readonly hasNextPage: boolean };
}

const flags = '{ pageInfo { hasPreviousPage hasNextPage } }';

/** Reads pages of a list, one for each of the arguments, by one request. */
async function pagesOf(list: string, args: readonly string[]): Promise<Flags['pageInfo'][]> {
  const fields = args.map((given, at) => `p${at}: ${list.replace('ARGS', given)} ${flags}`);
  const data = await service.query<Record<string, Flags>>(`{ ${fields} }`);
  return Object.values(data).map(({ pageInfo }) => pageInfo);
}

const filters: readonly [string, string, (row: PagedRecord) => boolean][] = [
  ['no filter', '', () => true],
  ['a text', '{ text: "even" }', ({ title }) => title.startsWith('even')],
  ['a text too short for the index', '{ text: "o" }', ({ title }) => title.startsWith('odd')],
  ['a text that one record has', '{ text: "odd 3" }', ({ title }) => title === 'odd 3'],
  ['a text that no record has', '{ text: "axolotl" }', () => false],
  [
    'a date',
    '{ date: { gte: "2013-01-01", lt: "2016-01-01" } }',
    ({ date }) => /^201[3-5]/.test(date),
  ],
];

/** Places of records, between them and beyond them, most of which no record has or ever had. */
function places(orderBy: string): Keyset[] {
  const ids = [1, 2, 3, 4, 5, 6, 7, 1e12];
  if (orderBy.startsWith('ADDED')) return ids.map((id) => ({ key: id, id }));
  const keys = [
    '1000-01-01',
    '1969-07-20',
    '2013-01-01',
    '2014-01-01',
    '2016-01-01',
    '9999-12-31T23:59:59.999Z',
  ];
  return keys.flatMap((key) => ids.map((id) => ({ key: Date.parse(key), id })));
}

describe.each(recordOrders)('in the order %s', (orderBy) => {
  const rowAt = ({ key, id }: Keyset) => ({
    id: String(id),
    title: '',
    date: new Date(key).toISOString(),
  });
  const isNotAfter = (a: PagedRecord, b: PagedRecord) => inOrder(orderBy, [a, b])[0] === a;

  test.each(filters)(
    'hasNextPage and hasPreviousPage are right at any cursor, with %s',
    async (_what, filter, holds) => {
      const list = inOrder(orderBy, stored.filter(holds));
      const given = places(orderBy);
      const args = given
        .flatMap((place) => {
          const cursor = JSON.stringify(encodeCursor(`records:${orderBy}`, place));
          return [`first: 2, after: ${cursor}`, `last: 2, before: ${cursor}`];
        })
        .map((page) => `${page}, orderBy: ${orderBy} ${filter && `, filter: ${filter}`}`);
      const expected = given.flatMap((place) => {
        const until = list.filter((row) => isNotAfter(row, rowAt(place)));
        const from = list.filter((row) => isNotAfter(rowAt(place), row));
        return [
          { hasPreviousPage: until.length > 0, hasNextPage: list.length - until.length > 2 },
          { hasPreviousPage: list.length - from.length > 2, hasNextPage: from.length > 0 },
        ];
      });
      expect(await pagesOf('records(ARGS)', args)).toEqual(expected);
    },
  );
});
