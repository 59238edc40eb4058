import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

// Far more often than a document must come back to be compiled.
const times = 25;

let service: Service;
beforeAll(async () => {
  // Without the response cache, each request is executed.
  service = await startService({ CACHE_MEGABYTES: '0' });
  await service.importItems([
    item({ title: 'One', uri: 'https://a.example/1', date: '2012-01-01' }),
    item({ title: 'Deux «é» 🙂', uri: 'https://b.example/2', date: '2013-05-01T10:20:30.123Z' }),
    item({ title: 'Three', uri: 'https://a.example/3', date: '2014-01-01' }),
    item({ title: '' }),
  ]);
});
afterAll(() => service.stop());

const everything = `query Everything($filter: RecordFilter, $first: Int = 2, $sites: Boolean = true, $by: Interval!) {
  records(filter: $filter, first: $first, orderBy: DATE_ASC) {
    totalCount
    ...Page
    histogram(by: $by) { start count }
    topSites { count site { host } }
  }
  other: records(last: 1) { nodes { __typename id } }
  record(id: 1) { ... on Record { title import { received finishedAt rejections { index reasons { code field message } } } } }
  nothing: record(id: "none") { id }
}
fragment Page on RecordConnection {
  edges { cursor node { id title uri date site @include(if: $sites) { id host recordCount } } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
}`;

test.each<[string, string, Record<string, unknown>]>([
  ['all fields', everything, { by: 'YEAR' }],
  ['a variable that is null', everything, { by: 'DAY', first: null, sites: false }],
  [
    'an input that holds itself',
    everything,
    {
      by: 'MONTH',
      filter: { and: [{ not: { text: 'three' } }, { or: [{ site: 'a.example' }, { text: 'é' }] }] },
    },
  ],
  [
    'a variable inside a literal',
    'query ($text: String) { records(filter: { or: [{ text: $text }, { site: "a.example" }] }) { nodes { id } } }',
    { text: 'deux' },
  ],
  [
    'a variable that is left out',
    'query ($text: String) { records(filter: { text: $text }) { nodes { id } } }',
    {},
  ],
  ['a list of sites', '{ sites { nodes { host records { nodes { title } } } } }', {}],
  ['the schema', '{ __schema { queryType { name fields { name args { name } } } } }', {}],
  ['an error in a part', '{ a: records(first: 101) { totalCount } b: record(id: 1) { id } }', {}],
  [
    'an error in a field that may be null',
    '{ record(id: 1) { site { records(first: 101) { nodes { id } } } } }',
    {},
  ],
  ['a cursor that is none', '{ records(after: "x") { nodes { id } } }', {}],
  ['a variable of another type', everything, { by: 'WEEK' }],
  ['a variable that is missing', everything, {}],
  ['several wrong variables', everything, { by: 1, first: 'x', filter: { date: { lt: 'nope' } } }],
])('%s: the answer is the same after the query was compiled', async (_what, query, variables) => {
  const first = await service.ask(query, variables);
  expect(first.data ?? first.errors).toBeTruthy();
  for (let time = 1; time < times; time++) {
    expect(await service.ask(query, variables)).toEqual(first);
  }
});

test('a mutation is executed each time', async () => {
  const mutation = `mutation ($title: String!) {
    bulkImport(input: { items: [{ title: $title, uri: "https://c.example/", date: "2020-01-01" }] }) { inserted duplicates }
  }`;
  for (let time = 0; time < times; time++) {
    const { data } = await service.ask(mutation, { title: `Title ${time}` });
    expect(data).toEqual({ bulkImport: { inserted: 1, duplicates: 0 } });
  }
});
