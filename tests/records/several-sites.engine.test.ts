// cspell:ignore münchen mnchen
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  const sites = { 'a.example': 3, 'b.example:8080': 2, 'www.münchen.example': 1, 'c.test': 2 };
  await service.importItems(
    Object.entries(sites).flatMap(([host, records]) =>
      Array.from({ length: records }, (_, index) => item({ uri: `https://${host}/${index}` })),
    ),
  );
});
afterAll(() => service.stop());

interface Answer {
  readonly records: { readonly totalCount: number; readonly nodes: readonly object[] };
}

const find = (sites: readonly string[], filter: object = {}) =>
  service.ask<Answer>(
    'query ($filter: RecordFilter!) { records(filter: $filter) { totalCount nodes { id } } }',
    { filter: { sites, ...filter } },
  );

describe('RecordFilter.sites', () => {
  test.each<[string, readonly string[], number]>([
    ['one site', ['a.example'], 3],
    ['several sites', ['a.example', 'b.example:8080'], 5],
    ['hosts as people write them', ['A.EXAMPLE', 'www.münchen.example'], 4],
    ['the same site twice', ['c.test', 'c.test'], 2],
    ['a site that is not there, too', ['c.test', 'nowhere.example'], 2],
    ['only a site that is not there', ['nowhere.example'], 0],
    ['no site', [], 0],
  ])('finds the records of %s', async (_, sites, count) => {
    const { data } = await find(sites);
    expect(data.records.totalCount).toBe(count);
    expect(data.records.nodes).toHaveLength(count);
  });

  test('must hold together with the other conditions, and can be negated', async () => {
    const both = await find(['a.example', 'c.test'], { site: 'c.test' });
    expect(both.data.records.totalCount).toBe(2);
    const { records } = await service.query<Answer>(
      '{ records(filter: { not: { sites: ["a.example", "c.test"] } }) { totalCount nodes { id } } }',
    );
    expect(records.totalCount).toBe(3);
  });

  test('accepts as many sites as a filter may have parts, and names the bound otherwise', async () => {
    const hosts = Array.from({ length: 99 }, (_, index) => `${index}.example`);
    expect((await find(hosts)).errors).toBeUndefined();
    const { errors } = await find([...hosts, 'a.example']);
    expect(errors).toMatchObject([
      {
        message: 'The argument "filter" has too many parts; at most 100 are allowed.',
        extensions: { code: 'FILTER_TOO_COMPLEX', argument: 'filter' },
      },
    ]);
  });
});

describe('sites(filter:)', () => {
  const list = async (host: object, args = '') => {
    const { sites } = await service.query<{
      sites: { nodes: { host: string; recordCount: number }[]; pageInfo: object };
    }>(
      `query ($host: TextFilter!) {
        sites(filter: { host: $host } ${args}) { nodes { host recordCount } pageInfo { hasNextPage } }
      }`,
      { host },
    );
    return sites;
  };
  const hostsOf = async (host: object, args = '') =>
    (await list(host, args)).nodes.map((site) => site.host);

  test.each<[string, object, readonly string[]]>([
    [
      'contain',
      { contains: 'EXAMPLE' },
      ['a.example', 'b.example:8080', 'www.xn--mnchen-3ya.example'],
    ],
    ['start with', { startsWith: 'www.' }, ['www.xn--mnchen-3ya.example']],
    ['equal', { equals: 'c.test' }, ['c.test']],
    ['do not equal', { equals: 'c.tes' }, []],
    ['contain both', { contains: ':', startsWith: 'b' }, ['b.example:8080']],
    ['contain no wildcard', { contains: '%' }, []],
  ])('lists the sites whose hosts %s a text', async (_, host, expected) => {
    expect(await hostsOf(host)).toEqual(expected);
  });

  test('has the same orders and pages as the whole list', async () => {
    const filter = { contains: 'example' };
    expect(await hostsOf(filter, 'orderBy: RECORDS_ASC')).toEqual([
      ...['www.xn--mnchen-3ya.example', 'b.example:8080', 'a.example'],
    ]);
    expect(await hostsOf(filter, 'orderBy: ADDED_DESC')).toHaveLength(3);
    const page = await list(filter, 'first: 2');
    expect(page).toEqual({
      nodes: [
        { host: 'a.example', recordCount: 3 },
        { host: 'b.example:8080', recordCount: 2 },
      ],
      pageInfo: { hasNextPage: true },
    });
  });

  test('refuses a text that is too long', async () => {
    const { errors } = await service.ask(
      'query ($text: String!) { sites(filter: { host: { contains: $text } }) { nodes { id } } }',
      { text: 'x'.repeat(1001) },
    );
    expect(errors).toMatchObject([{ extensions: { argument: 'filter.host.contains' } }]);
  });
});
