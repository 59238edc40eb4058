import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { importCorpus } from '../support/search-corpus.js';
import { matches, type OracleFilter, type OracleRecord } from '../support/search-oracle.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
let records: OracleRecord[];
beforeAll(async () => {
  service = await startService();
  records = await importCorpus(service);
});
afterAll(() => service.stop());

interface Aggregates {
  readonly totalCount: number;
  readonly [interval: string]: unknown;
  readonly topSites: readonly {
    readonly count: number;
    readonly site: { readonly host: string };
  }[];
}

const aggregatesQuery = `query ($filter: RecordFilter) {
  records(filter: $filter, first: 1) {
    totalCount
    YEAR: histogram(by: YEAR) { start count }
    MONTH: histogram(by: MONTH) { start count }
    DAY: histogram(by: DAY) { start count }
    topSites(first: 3) { count site { host } }
  }
}`;

/** How often each key occurs, in the order of the first record that has it. */
function tally(keys: readonly string[]): [string, number][] {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return [...counts];
}

const startOf = { YEAR: '-01-01', MONTH: '-01', DAY: '' } as const;
const digits = { YEAR: 4, MONTH: 7, DAY: 10 } as const;

function histogram(interval: 'YEAR' | 'MONTH' | 'DAY', found: readonly OracleRecord[]) {
  const starts = found.map(({ date }) => {
    const prefix = new Date(date).toISOString().slice(0, digits[interval]);
    return `${prefix}${startOf[interval]}T00:00:00.000Z`;
  });
  return tally(starts.sort()).map(([start, count]) => ({ start, count }));
}

describe.each<[string, OracleFilter]>([
  ['all records', {}],
  ['a rare text', { text: 'NEAR' }],
  ['a text of two characters', { text: '京都' }],
  ['a text and a site', { and: [{ text: 'caf' }, { site: 'www.example.com' }] }],
  ['a range of dates', { date: { gte: '1970-01-01', lt: '2013-01-01' } }],
  ['either of two texts', { or: [{ title: { contains: '😀' } }, { uri: { contains: '100%' } }] }],
  ['all but one site', { not: { site: 'example.com' } }],
  ['no record', { text: 'nowhere to be found' }],
])('the aggregates of %s', (_, filter) => {
  test('are right: the count, the histograms and the top sites', async () => {
    const found = records.filter((record) => matches(filter, record));
    const sites = tally(found.map(({ host }) => host));
    // One import numbers its new sites by their hosts, and equal sites follow their ids.
    sites.sort(([a, countA], [b, countB]) => countB - countA || (a < b ? -1 : 1));
    const { records: aggregates } = await service.query<{ records: Aggregates }>(aggregatesQuery, {
      filter,
    });
    expect(aggregates).toEqual({
      totalCount: found.length,
      YEAR: histogram('YEAR', found),
      MONTH: histogram('MONTH', found),
      DAY: histogram('DAY', found),
      topSites: sites.slice(0, 3).map(([host, count]) => ({ count, site: { host } })),
    });
  });
});

test.each([-1, 101])('topSites(first: %d) is refused', async (first) => {
  const { errors } = await service.ask(
    'query ($first: Int!) { records { topSites(first: $first) { count } } }',
    { first },
  );
  expect(errors).toMatchObject([
    {
      message: `The argument "first" is ${first}; it must be between 0 and 100.`,
      extensions: { code: 'PAGE_SIZE_INVALID', argument: 'first' },
    },
  ]);
});

test('topSites(first: 0) is empty; without "first" it has at most ten sites', async () => {
  const { records: aggregates } = await service.query<{
    records: Record<'none' | 'ten', { count: number }[]>;
  }>('{ records { none: topSites(first: 0) { count } ten: topSites { count } } }');
  expect(aggregates.none).toEqual([]);
  expect(aggregates.ten).toHaveLength(5);
});

test('a histogram of more than 10000 buckets is refused', async () => {
  const day = (index: number) => new Date(index * 86_400_000).toISOString();
  const items = Array.from({ length: 10_001 }, (_, index) =>
    item({ uri: 'https://days.example/', date: day(index) }),
  );
  await service.importItems(items.slice(0, 10_000));
  const ask = (by: string) =>
    service.ask<{ records: { histogram: unknown[] } }>(
      'query ($by: Interval!) { records(filter: { site: "days.example" }) { histogram(by: $by) { count } } }',
      { by },
    );
  expect((await ask('DAY')).data.records.histogram).toHaveLength(10_000);
  await service.importItems(items.slice(10_000));
  const { errors } = await ask('DAY');
  expect(errors).toMatchObject([{ extensions: { code: 'RESULT_TOO_LARGE', argument: 'by' } }]);
  expect(errors?.[0]?.message).toMatch(/by DAY has more than 10000 buckets; use a longer interval/);
  expect((await ask('MONTH')).data.records.histogram).toHaveLength(329);
});
