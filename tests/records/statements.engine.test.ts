// cspell:ignore savepoint
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../src/paging/cursor.js';
import { item, type Service, startService } from '../support/service.js';
import { unlimited } from '../support/unlimited.js';

let service: Service;
beforeAll(async () => {
  service = await startService(unlimited);
  const one = (index: number) =>
    item({ title: `Title ${index}`, uri: `https://${index % 120}.example/${index}` });
  await service.importItems(Array.from({ length: 200 }, (_, index) => one(index)));
  await service.importItems(Array.from({ length: 100 }, (_, index) => one(index + 200)));
  // Figures are computed from columns in memory, which this reads.
  await service.query('{ records { dateRange { latest } } }');
});
afterAll(() => service.stop());
beforeEach(() => {
  service.statements();
});

/** The statements that read tables for an operation that must succeed. */
async function statementsOf(operation: string): Promise<string[]> {
  await service.query(operation);
  return service
    .statements()
    .filter((sql) => !/^\s*(pragma|begin|commit|rollback|savepoint|release)\b/i.test(sql));
}

test.each([
  ['a page of records', 1, 'records(first: 100) { nodes { title uri date } }'],
  [
    'a page of records with their sites and the counts of these',
    3,
    'records(first: 100) { nodes { site { host recordCount } } }',
  ],
  [
    'a page of records with their imports',
    2,
    'records(first: 100) { nodes { import { inserted } } }',
  ],
  [
    'edges, nodes and page info of one page',
    1,
    'records { edges { cursor node { id } } nodes { id } pageInfo { hasNextPage } }',
  ],
  [
    'pages of the records of 100 sites',
    3,
    'sites(first: 100) { nodes { records(first: 2, orderBy: DATE_ASC) { nodes { id } } } }',
  ],
  [
    'the counts of all sites and their records',
    4,
    'sites(first: 100) { nodes { recordCount records(first: 1) { totalCount nodes { id } } } }',
  ],
  [
    'a search for text, before which the state of the search index is read',
    2,
    'records(filter: { text: "Title 1" }) { nodes { id } }',
  ],
  [
    'the same text in the records of 100 sites',
    4,
    'sites(first: 100) { nodes { records(filter: { text: "Title 1" }) { nodes { id } } } }',
  ],
  ['a text that is nowhere', 2, 'records(filter: { text: "axolotl" }) { nodes { id } }'],
  ['a text of one character', 2, 'records(filter: { text: "1" }) { nodes { id } }'],
  [
    'sites by their hosts',
    1,
    'a: site(host: "1.example") { id } b: site(host: "2.example") { id } c: site(host: "?") { id }',
  ],
  [
    'sites by their hosts with their counts',
    2,
    'a: site(host: "1.example") { recordCount } b: site(host: "2.example") { recordCount }',
  ],
  [
    'pages in several orders and with several filters',
    1,
    `a: records { nodes { id } } b: records(orderBy: ADDED_ASC) { nodes { id } }
      c: records(filter: { site: "1.example" }, last: 5) { nodes { id } }`,
  ],
  [
    'the same page under two names',
    1,
    'a: records(first: 5) { nodes { id } } b: records(first: 5) { nodes { title } }',
  ],
  [
    'records, their sites, and the records of these',
    3,
    'records(first: 100) { nodes { site { records(first: 3) { nodes { id } } } } }',
  ],
])('%s: runs %d statements', async (_, count, operation) => {
  expect(await statementsOf(`{ ${operation} }`)).toHaveLength(count);
});

test.each([
  ['totalCount', 1],
  ['histogram(by: YEAR) { count }', 1],
  ['topSites { count }', 1],
  ['topSites { site { host } }', 2],
  ['totalCount histogram(by: DAY) { start } topSites { count } dateRange { latest }', 1],
  ['totalCount isExact', 1],
  ['__typename', 0],
])('a list of which only %s is selected runs %d statements', async (fields, count) => {
  const statements = await statementsOf(`{ records { ${fields} } }`);
  expect(statements).toHaveLength(count);
  expect(statements.filter((sql) => /\border by record\b/.test(sql))).toEqual([]);
});

describe('hasNextPage and hasPreviousPage', () => {
  const cursorOf = async (filter = '{}') => {
    const { records } = await service.query<{ records: { pageInfo: { endCursor: string } } }>(
      `{ records(first: 3, filter: ${filter}) { pageInfo { endCursor } } }`,
    );
    service.statements();
    return JSON.stringify(records.pageInfo.endCursor);
  };
  // Of a record that never was.
  const unknown = JSON.stringify(
    encodeCursor('records:DATE_DESC', { key: Date.parse('2014-03-08'), id: 1e12 }),
  );
  const rare = '{ text: "Title 1" }';

  test.each([
    [
      'nothing where they are not asked for',
      1,
      'nodes { id } pageInfo { endCursor }',
      '{}',
      'after',
    ],
    ['nothing without a cursor', 1, 'pageInfo { hasNextPage hasPreviousPage }', '{}', 'none'],
    ['nothing for the end to which the page counts', 1, 'pageInfo { hasNextPage }', '{}', 'after'],
    ['one statement behind a cursor', 2, 'pageInfo { hasPreviousPage }', '{}', 'after'],
    ['one before a cursor', 2, 'nodes { id } pageInfo { hasNextPage }', '{}', 'before'],
    [
      'one under several names',
      2,
      'a: pageInfo { b: hasPreviousPage hasPreviousPage } pageInfo { hasPreviousPage }',
      '{}',
      'after',
    ],
    ['one in a search for text', 3, 'pageInfo { hasPreviousPage }', rare, 'after'],
    ['one more for a record that is not there', 3, 'pageInfo { hasPreviousPage }', '{}', 'unknown'],
  ])('%s: runs %d statements', async (_what, count, fields, filter, place) => {
    const cursors: Record<string, string> = {
      after: `after: ${await cursorOf(filter)}`,
      before: `before: ${await cursorOf(filter)}`,
      none: 'first: 2',
      unknown: `after: ${unknown}`,
    };
    const list = `records(filter: ${filter}, ${cursors[place]})`;
    expect(await statementsOf(`{ ${list} { ${fields} } }`)).toHaveLength(count);
  });

  test('run two statements for the records of 100 sites', async () => {
    const after = await cursorOf();
    const list = `records(after: ${after}) { pageInfo { hasPreviousPage } }`;
    // The state of the index, the sites, their pages, the one record of the cursor, and the pages of all other
    // sites.
    const operation = `{ sites(first: 100) { nodes { ${list} } } }`;
    expect(await statementsOf(operation)).toHaveLength(5);
  });
});

test('fields that a directive skips are not computed', async () => {
  const operation = '{ records { totalCount @skip(if: true) nodes @include(if: false) { id } } }';
  expect(await statementsOf(operation)).toEqual([]);
});

test('100 large filters in one request are split into several statements', async () => {
  const date = { gte: '2014-01-01', gt: '2013-01-01', lte: '2020-01-01', lt: '2020-01-01' };
  const pages = [...Array(100).keys()].map(
    (size) => `p${size}: records(first: ${size}, filter: $filter) { totalCount nodes { id } }`,
  );
  const data = await service.query<Record<string, { totalCount: number; nodes: unknown[] }>>(
    `query ($filter: RecordFilter) { ${pages} }`,
    { filter: { or: Array(95).fill({ date }) } },
  );
  expect(Object.values(data).map(({ nodes }) => nodes.length)).toEqual([...Array(100).keys()]);
  expect(data.p7?.totalCount).toBe(300);
}, 30_000);
