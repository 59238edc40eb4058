import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { encodeCursor } from '../../../src/paging/cursor.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';
import { item, type Service, startService } from '../../support/service.js';

/** A service with these documents in its manifest, which it has compiled. */
let compiled: OperationsService;
/** A service that does not compile them. */
let plain: Service;
beforeAll(async () => {
  // Without the response cache, each request is executed.
  const env = { CACHE_MEGABYTES: '0' };
  plain = await startService(env);
  compiled = await startOperationsService(
    cases.map(([, text]) => text),
    env,
  );
  for (const service of [plain, compiled]) await service.importItems(items);
});
afterAll(async () => {
  await plain.stop();
  await compiled.stop();
});

const items = [
  item({ title: 'One', uri: 'https://a.example/1', date: '2012-01-01' }),
  item({ title: 'Deux «é» 🙂', uri: 'https://b.example/2', date: '2013-05-01T10:20:30.123Z' }),
  item({ title: 'Three', uri: 'https://a.example/3', date: '2014-01-01' }),
  item({ title: '' }),
];

const everything = `query Everything($filter: RecordFilter, $first: Int = 2, $by: Interval!) {
  records(filter: $filter, first: $first, orderBy: DATE_ASC) {
    totalCount
    ...Page
    histogram(by: $by) { start count }
    topSites { count site { host } }
  }
  other: records(last: 1) { nodes { __typename id } }
  record(id: 1) { ... on Record { title import { received rejections { index reasons { code field message } } } } }
  nothing: record(id: "none") { id }
}
fragment Page on RecordConnection {
  edges { cursor node { id title uri date site { id host recordCount } } }
  pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
}`;

const cases: [string, string, Record<string, unknown>][] = [
  ['all fields', everything, { by: 'YEAR' }],
  ['a variable that is null', everything, { by: 'DAY', first: null }],
  [
    'a recursive input',
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
    'a variable that is omitted',
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
  [
    'pages on both sides of cursors',
    `query ($here: String!) {
      a: records(after: $here) { pageInfo { hasPreviousPage hasNextPage } }
      b: records(before: $here) { nodes { title } pageInfo { hasPreviousPage hasNextPage } }
      c: sites { nodes { records(last: 1, after: $here) { pageInfo { hasPreviousPage } } } }
    }`,
    { here: encodeCursor('records:DATE_DESC', { key: Date.parse('2014-01-01'), id: 3 }) },
  ],
  [
    'objects of several types by their ids',
    `query Nodes($ids: [ID!]!, $id: ID!, $first: Int) {
      nodes(ids: $ids) {
        __typename
        id
        ... on Record { title import { id } }
        ...Sites
        ... on Node { ... on Import { databaseId rejections { index } } }
      }
      node(id: $id) { ... on Site { records(first: $first) { nodes { id } } } }
      only: node(id: $id) { __typename }
      records { nodes { ... on Node { __typename id } } }
    }
    fragment Sites on Site { host records(first: $first) { totalCount nodes { id title } } }`,
    { ids: ['UmVjb3JkOjE', 'U2l0ZToy', 'none', 'SW1wb3J0OjE', 'U2l0ZToy'], id: 'U2l0ZTox' },
  ],
  [
    'an error in one type of an object',
    `{ nodes(ids: ["UmVjb3JkOjE", "U2l0ZTox", "SW1wb3J0OjE"]) {
      ... on Site { records(first: 101) { totalCount } }
      ... on Import { rejections(first: -1) { index } }
      ... on Record { title }
    } }`,
    {},
  ],
  ['an invalid cursor', '{ records(after: "x") { nodes { id } } }', {}],
  ['a variable of another type', everything, { by: 'WEEK' }],
  ['a variable that is missing', everything, {}],
  ['several wrong variables', everything, { by: 1, first: 'x', filter: { date: { lt: 'nope' } } }],
];

test.each(cases)(
  'a compiled query with %s gets the same response as any other',
  async (_what, query, variables) => {
    const expected = await plain.ask(query, variables);
    expect(expected.data ?? expected.errors).toBeTruthy();
    // Twice, as nothing must be carried over from one request to the next.
    expect(await compiled.ask(query, variables)).toEqual(expected);
    expect(await compiled.ask(query, variables)).toEqual(expected);
  },
);

const types = [
  'application/json',
  'application/graphql-response+json',
  'text/html',
  'multipart/mixed',
];

test.each(cases.flatMap((each) => types.map((accept) => [accept, ...each] as const)))(
  'for %s, a compiled query with %s gets the status, headers and bytes of any other',
  async (accept, _what, query, variables) => {
    const search = new URLSearchParams({ query, variables: JSON.stringify(variables) });
    const requests = [
      { method: 'POST', url: '/graphql', headers: { accept }, payload: { query, variables } },
      {
        method: 'GET',
        url: `/graphql?${search}`,
        headers: { accept, 'apollo-require-preflight': '1', 'graphql-cache': 'report' },
      },
    ] as const;
    for (const request of requests) {
      const [expected, received] = await Promise.all(
        [plain, compiled].map(async ({ app }) => {
          const { statusCode, headers, body } = await app.inject(request);
          const { date: _, ratelimit: __, ...others } = headers;
          return { statusCode, headers: others, body };
        }),
      );
      expect(received).toEqual(expected);
    }
  },
);
