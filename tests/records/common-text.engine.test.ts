// cspell:ignore confortável confortavel tartartar
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { dirtyItemAt } from '../../input/dirty-item.js';
import { foldOracle, type OracleFilter } from '../support/search-oracle.js';
import { type Item, type Service, startService } from '../support/service.js';

interface Row {
  readonly id: string;
  readonly title: string;
  readonly uri: string;
  readonly date: string;
}

let service: Service;
let rows: Row[];
beforeAll(async () => {
  service = await startService();
  const items: Item[] = Array.from({ length: 12_000 }, (_, index) => {
    const dirty = dirtyItemAt({ seed: 7, clean: true }, index);
    // Common in more than 5000 rows, whose dates are in another order than their ids.
    if (index % 2) return { ...dirty, title: `Tartar confortável ${dirty.title}` };
    const okapi = index % 500 === 0 && index < 10_000;
    return okapi ? { ...dirty, title: `Okapi ${index % 1500 ? '' : 'confortável'}` } : dirty;
  });
  for (let from = 0; from < items.length; from += 10_000) {
    await service.importItems(items.slice(from, from + 10_000));
  }
  rows = await readAll();
}, 60_000);
afterAll(() => service.stop());

const page = `query ($filter: RecordFilter, $orderBy: RecordOrder!, $first: Int, $after: String, $last: Int, $before: String) {
  records(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    nodes { id: databaseId title uri date } pageInfo { startCursor endCursor hasNextPage }
  }
}`;

interface Page {
  readonly records: {
    readonly nodes: readonly Row[];
    readonly pageInfo: Record<'startCursor' | 'endCursor', string> & { hasNextPage: boolean };
  };
}

async function readAll(): Promise<Row[]> {
  const all: Row[] = [];
  let after: string | null = null;
  do {
    const { records }: Page = await service.query(page, {
      orderBy: 'ADDED_ASC',
      first: 100,
      after,
    });
    all.push(...records.nodes);
    after = records.pageInfo.hasNextPage ? records.pageInfo.endCursor : null;
  } while (after !== null);
  return all;
}

const has = (text: string) => (row: Row) => foldOracle(row.title).includes(foldOracle(text));

describe.each<[string, OracleFilter, (row: Row) => boolean]>([
  ['a common text', { title: { contains: 'CONFORTAVEL' } }, has('confortavel')],
  ['a rare text', { title: { contains: 'okapi' } }, has('okapi')],
  [
    'common texts, one of them rare',
    { and: [{ title: { contains: 'confortável' } }, { title: { contains: 'okapi' } }] },
    (row) => has('confortavel')(row) && has('okapi')(row),
  ],
  [
    'a common text or a rare one',
    { or: [{ title: { contains: 'confortável' } }, { title: { contains: 'okapi' } }] },
    (row) => has('confortavel')(row) || has('okapi')(row),
  ],
  [
    'a common text in a range of dates',
    { text: 'confortável', date: { gte: '2000-01-01', lt: '2003-01-01' } },
    (row) => has('confortavel')(row) && row.date >= '2000' && row.date < '2003',
  ],
  [
    'a text whose parts are common though it is in no row',
    { title: { contains: 'tartartar' } },
    () => false,
  ],
  ['all but a rare text', { not: { title: { contains: 'okapi' } } }, (row) => !has('okapi')(row)],
  ['two letters', { title: { startsWith: 'Ta' } }, (row) => /^ta/.test(foldOracle(row.title))],
])('%s', (_, filter, holds) => {
  test('finds the same rows as the oracle, in every order, from both ends', async () => {
    const found = rows.filter(holds);
    for (const key of ['DATE', 'ADDED'] as const) {
      const sortKey = ({ id, date }: Row) => (key === 'DATE' ? Date.parse(date) : Number(id));
      const sorted = found.toSorted(
        (a, b) => sortKey(a) - sortKey(b) || Number(a.id) - Number(b.id),
      );
      const read = (args: object) => service.query<Page>(page, { filter, ...args });
      const ascending = { orderBy: `${key}_ASC` };
      const head = (await read({ ...ascending, first: 100 })).records;
      expect(head.nodes).toEqual(sorted.slice(0, 100));
      const next = await read({ ...ascending, first: 100, after: head.pageInfo.endCursor });
      expect(next.records.nodes).toEqual(sorted.slice(100, 200));
      const tail = await read({ orderBy: `${key}_DESC`, first: 100 });
      expect(tail.records.nodes).toEqual(sorted.slice(-100).reverse());
      const last = await read({ ...ascending, last: 100 });
      expect(last.records.nodes).toEqual(sorted.slice(-100));
    }
  });

  test('is counted correctly', async () => {
    const { records } = await service.query<{ records: { totalCount: number } }>(
      'query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }',
      { filter },
    );
    expect(records.totalCount).toBe(rows.filter(holds).length);
  });
});

test('the texts of this suite are as common and as rare as it needs', () => {
  expect(rows.length).toBeGreaterThan(11_900);
  expect(rows.filter(has('confortavel')).length).toBeGreaterThan(5000);
  expect(rows.filter(has('okapi')).length).toBeGreaterThan(0);
});
