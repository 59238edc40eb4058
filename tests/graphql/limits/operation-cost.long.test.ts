import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { costOf } from '../../support/cost.js';
import { type Service, startService } from '../../support/service.js';
import { times } from '../../support/times.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const filtered =
  'query ($filter: RecordFilter) { records(first: 0, filter: $filter) { nodes { id } } }';

const cases: readonly [string, number, string, object?][] = [
  // A list costs 10, and each object in it 1.
  ['scalars', 0, '{ __typename }'],
  // The examples in cost-formula.ts and arguments-cost.ts.
  [
    'lists in lists with a size in a variable',
    10 + (1 + 10 + 5) * 3,
    'query ($n: Int) { sites(first: $n) { nodes { records(first: 5) { nodes { title } } } } }',
    { n: 3 },
  ],
  [
    'a page with a filter, a default and a condition in variables',
    10 + 2 * 5 + 3 * 1,
    'query ($n: Int = 3, $or: [RecordFilter!], $all: Boolean!) { records(first: $n, filter: { text: "boat", or: $or }) { nodes @include(if: $all) { title } } }',
    { or: [{ site: 'a.example' }], all: true },
  ],
  ['an object', 1, '{ record(id: 1) { id title } }'],
  ['an object in an object', 2, '{ record(id: 1) { id site { host } } }'],
  ['a page of 20 by default', 10 + 20, '{ records { nodes { id } } }'],
  ['a page of edges', 10 + 20, '{ records { edges { cursor node { id } } } }'],
  ['a page without its nodes', 10, '{ records(first: 100) { pageInfo { hasNextPage } } }'],
  ['a page by first', 10 + 3, '{ records(first: 3) { nodes { id } } }'],
  ['a page by last', 10 + 3, '{ records(last: 3) { nodes { id } } }'],
  ['an empty page', 10, '{ records(first: 0) { nodes { id } } }'],
  [
    'objects in a list',
    10 + 3 * (1 + 2),
    '{ records(first: 3) { nodes { site { id } import { id } } } }',
  ],
  [
    'lists in lists',
    10 + 4 * (1 + 1 + 10 + 5 * (1 + 1)),
    '{ records(first: 4) { nodes { site { records(first: 5) { nodes { site { id } } } } } } }',
  ],
  // Aggregates are computed over the whole list.
  ['a count', 10 + 50, '{ records { totalCount } }'],
  ['a histogram', 10 + 200 + 1, '{ records { histogram(by: YEAR) { count } } }'],
  ['sites of the list, 10 by default', 10 + 100 + 10, '{ records { topSites { count } } }'],
  [
    'more sites of the list',
    10 + 100 + 30 * 2,
    '{ records { topSites(first: 30) { site { id } } } }',
  ],
  ['record counts of sites', 10 + 2 * (1 + 5), '{ sites(first: 2) { nodes { recordCount } } }'],
  [
    'rejections',
    10 + 2 * (1 + 10 + 5 * 0.2),
    '{ imports(first: 2) { nodes { rejections(first: 5) { reasons { code } } } } }',
  ],
  // A value in a filter costs 5.
  ['a filter', 10 + 5, '{ records(first: 0, filter: { text: "a" }) { nodes { id } } }'],
  [
    'a filter of many parts',
    10 + 4 * 5,
    '{ records(first: 0, filter: { or: [{ text: "a", site: null }, { not: { date: { gte: "2012-01-01", lt: "2013-01-01" } } }], title: { contains: "a" } }) { nodes { id } } }',
  ],
  ['no filter', 10, filtered],
  ['a filter in a variable', 10 + 2 * 5, filtered, { filter: { text: 'a', or: [{ site: 'b' }] } }],
  [
    'a filter with variables in it',
    10 + 4 * 5,
    'query ($text: String, $or: [RecordFilter!], $no: DateRange) { records(first: 0, filter: { text: $text, or: $or, date: $no }) { nodes { id } } }',
    { text: 'a', or: [{ text: 'a' }, { title: { contains: 'a', equals: 'b' } }] },
  ],
  [
    'a filter that a variable has by default',
    10 + 5,
    'query ($filter: RecordFilter = { text: "a" }) { records(first: 0, filter: $filter) { nodes { id } } }',
  ],
  // Page sizes in variables.
  ['a size in a variable', 10 + 7, sized('$first: Int'), { first: 7 }],
  ['a size in a variable that is not sent', 10 + 20, sized('$first: Int')],
  ['a size in a variable that is null', 10 + 20, sized('$first: Int = 3'), { first: null }],
  ['the default of a variable', 10 + 3, sized('$first: Int = 3')],
  ['a size that replaces a default', 10 + 4, sized('$first: Int = 3'), { first: 4 }],
  [
    'a variable with a default, for an argument with another one',
    10 + 100 + 10,
    'query ($first: Int! = 10) { records { topSites(first: $first) { count } } }',
  ],
  // Fragments cost what they select, each time that they are used.
  [
    'fragments',
    2 * (10 + 2 * 2),
    '{ a: records(first: 2) { ...F } b: records(first: 2) { ... on RecordConnection { ...F } } } fragment F on RecordConnection { nodes { ...G } } fragment G on Record { site { id } }',
  ],
  [
    'variables in fragments',
    10 + 10 + 5 + 6 * 2,
    'query ($first: Int!) { a: records(first: 5) { ...F } b: records(first: $first) { nodes { site { id } } } } fragment F on RecordConnection { nodes { id } }',
    { first: 6 },
  ],
  // An object of an interface costs the sum of what is selected for each type.
  ['a node', 1, '{ node(id: 1) { id } }'],
  [
    'a node with fields of several types',
    1 + 1 + (10 + 3),
    '{ node(id: 1) { ... on Record { site { host } } ...F ... on Node { id } } } fragment F on Site { records(first: 3) { nodes { id } } }',
  ],
  ['nodes', 10 + 3, '{ nodes(ids: [1, 2, 2]) { id } }'],
  ['nodes of a single id', 10 + 1, '{ nodes(ids: 1) { id } }'],
  ['nodes of an empty list', 10, '{ nodes(ids: []) { id } }'],
  [
    'lists in nodes',
    10 + 3 * (1 + 10 + 5),
    '{ nodes(ids: [1, 2, 2]) { ... on Site { records(first: 5) { nodes { id } } } } }',
  ],
  ['nodes in a variable', 10 + 4, listed('$ids: [ID!]!'), { ids: [1, 2, 3, 4] }],
  ['a single id in a variable for a list', 10 + 1, listed('$ids: [ID!]!'), { ids: '1' }],
  ['a list that a variable has by default', 10 + 2, listed('$ids: [ID!]! = [1, 2]')],
  ['a list that replaces a default', 10 + 1, listed('$ids: [ID!]! = [1, 2]'), { ids: [1] }],
  ['a list of variables', 10 + 2, 'query ($id: ID!) { nodes(ids: [$id, $id]) { id } }', { id: 1 }],
  // What @skip and @include leave out costs nothing.
  ['a selection that @skip leaves out', 10, '{ records { nodes @skip(if: true) { id } } }'],
  ['a selection that @include keeps', 10 + 20, '{ records { nodes @include(if: true) { id } } }'],
  ...[true, false].map((on): [string, number, string, object] => [
    `selections by a variable that is ${on}`,
    10 + (on ? 20 : 50),
    'query ($on: Boolean!) { records { ...F @include(if: $on) ... @skip(if: $on) { totalCount } } } fragment F on RecordConnection { nodes { id } }',
    { on },
  ]),
  ['introspection', 0, '{ __schema { types { fields { name } } } }'],
  [
    'an import, whatever its items',
    101,
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { received } }',
    { items: Array(300).fill({}) },
  ],
  [
    'fifteen searches',
    15 * (10 + 20 + 5),
    `{ ${times(15, (at) => `a${at}: records(filter: { text: "a" }) { nodes { id } }`)} }`,
  ],
];

test.each(cases.map(([what, cost, ...operation]) => [what, cost, operation] as const))(
  'the cost of %s is %d',
  async (_what, requested, [operation, variables]) => {
    const cost = await costOf(service, operation, variables);
    expect(cost).toMatchObject({ requested, maximum: 10_000 });
  },
);

function listed(variable: string) {
  return `query (${variable}) { nodes(ids: $ids) { id } }`;
}

function sized(variable: string) {
  return `query (${variable}) { records(first: $first) { nodes { id } } }`;
}
