import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  const items = [
    item({ title: 'One', uri: 'https://a.example/1' }),
    item({ title: 'Two', uri: 'https://b.example/2' }),
    item({ title: '' }),
  ];
  await service.importItems(items, { source: 'a test' });
});
afterAll(() => service.stop());
beforeEach(() => {
  service.statements();
});

// base64url of Record:2, Site:1 and Import:1.
const [record, site, anImport] = ['UmVjb3JkOjI', 'U2l0ZTox', 'SW1wb3J0OjE'];

const nodeQuery = `query ($id: ID!) {
  node(id: $id) {
    __typename
    id
    ... on Record { title site { host } }
    ... on Site { host records { nodes { title } } }
    ... on Import { source rejections { index } }
  }
}`;

const node = async (id: unknown) => (await service.query(nodeQuery, { id })).node;

test.each([
  [record, { __typename: 'Record', title: 'Two', site: { host: 'b.example' } }],
  [site, { __typename: 'Site', host: 'a.example', records: { nodes: [{ title: 'One' }] } }],
  [anImport, { __typename: 'Import', source: 'a test', rejections: [{ index: 2 }] }],
])('node(id: "%s") is that object', async (id, expected) => {
  expect(await node(id)).toEqual({ id, ...expected });
});

test('every id that the service gives leads back to its object', async () => {
  const { records } = await service.query<{ records: { nodes: Record<string, unknown>[] } }>(
    '{ records { nodes { __typename id site { __typename id } import { __typename id } } } }',
  );
  const given = records.nodes.flatMap(({ site, import: source, ...own }) => [own, site, source]);
  expect(given).toHaveLength(6);
  for (const object of given as { id: string }[]) {
    const found = await service.query(
      'query ($id: ID!) { node(id: $id) { __typename id } }',
      object,
    );
    expect(found).toEqual({ node: object });
  }
});

test.each([
  ...['1', 1, 0, -1, '', ' ', 'Record:2', 'Record', 'null', '\u0000', '\ud800'],
  // Other writings of the same bytes: padded, with other bits at the end, in base64, with white space.
  ...[
    'UmVjb3JkOjI=',
    'UmVjb3JkOjJ',
    'UmVjb3JkOjI ',
    ' UmVjb3JkOjI',
    'UmVjb3\nJkOjI',
    'UmVjb3JkOjI%3D',
  ],
  // Other cases, of the text and of the type: RECORD:2, record:2.
  ...['UmVjb3JkOjI'.toLowerCase(), 'UmVjb3JkOjI'.toUpperCase(), 'UkVDT1JEOjI', 'cmVjb3JkOjI'],
  // Numbers that no row has: Record:0, Record:02, Record:-2, Record:2.0, Record:, Record:2 and more, 16 digits.
  ...[
    'UmVjb3JkOjA',
    'UmVjb3JkOjAy',
    'UmVjb3JkOi0y',
    'UmVjb3JkOjIuMA',
    'UmVjb3JkOg',
    'UmVjb3JkOjI6Mg',
  ],
  ...['UmVjb3JkOjEyMzQ1Njc4OTAxMjM0NTY', `UmVjb3JkOj${'Ex'.repeat(50_000)}`],
  // Types that have no ids, and none: Rejection:1, Node:1, __proto__:1, constructor:1.
  ...['UmVqZWN0aW9uOjE', 'Tm9kZTox', 'X19wcm90b19fOjE', 'Y29uc3RydWN0b3I6MQ'],
  // Well-formed, but there is no such row: Record:99, Site:99, Import:99.
  ...['UmVjb3JkOjk5', 'U2l0ZTo5OQ', 'SW1wb3J0Ojk5'],
])('node(id: %j) is null', async (id) => {
  expect(await node(id)).toBeNull();
});

describe('nodes(ids:)', () => {
  const nodesQuery = 'query ($ids: [ID!]!) { nodes(ids: $ids) { __typename id } }';

  test('returns objects in the order of the ids, with nulls, and as often as an id is repeated', async () => {
    const ids = [site, record, 'none', anImport, record, 'UmVjb3JkOjk5', site];
    expect(await service.query(nodesQuery, { ids })).toEqual({
      nodes: [
        { __typename: 'Site', id: site },
        { __typename: 'Record', id: record },
        null,
        { __typename: 'Import', id: anImport },
        { __typename: 'Record', id: record },
        null,
        { __typename: 'Site', id: site },
      ],
    });
  });

  test('returns one object for an id that is not in a list, and none for an empty list', async () => {
    expect(await service.query(nodesQuery, { ids: record })).toEqual({
      nodes: [{ __typename: 'Record', id: record }],
    });
    expect(await service.query(nodesQuery, { ids: [] })).toEqual({ nodes: [] });
  });

  test('reads the objects with one statement for each type', async () => {
    const ids = Array.from({ length: 66 }, () => [site, record, anImport]).flat();
    const text = `query ($ids: [ID!]!) {
      nodes(ids: $ids) { ... on Record { title } ... on Site { host } ... on Import { source } }
      node(id: "UmVjb3JkOjE") { id }
    }`;
    await service.query(text, { ids });
    expect(service.statements().filter((sql) => /^\s*select/.test(sql))).toHaveLength(3);
  });

  test('needs no statement for invalid ids', async () => {
    await service.query(nodesQuery, { ids: ['1', 'none', 'UmVjb3JkOjI='] });
    expect(service.statements().filter((sql) => /^\s*select/.test(sql))).toEqual([]);
  });

  test('accepts as many ids as a list may have items', async () => {
    const ids = (count: number) => Array.from({ length: count }, (_, at) => String(at));
    expect((await service.query(nodesQuery, { ids: ids(200) })).nodes).toHaveLength(200);
    const literal = `{ nodes(ids: ${JSON.stringify(ids(201))}) { id } }`;
    for (const { errors } of [
      await service.ask(nodesQuery, { ids: ids(201) }),
      await service.ask(literal),
    ]) {
      expect(errors).toMatchObject([{ extensions: { code: 'LIST_TOO_LONG', argument: 'ids' } }]);
    }
  });

  test.each([{ ids: null }, { ids: [null] }, { ids: [{}] }, { ids: [1.5] }, {}])(
    'rejects %j',
    async (variables) => {
      const { errors } = await service.ask(nodesQuery, { ...variables });
      expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' } }]);
    },
  );
});

test('import(id:) takes the global id and the number', async () => {
  const text = 'query ($id: ID!) { import(id: $id) { id databaseId received } }';
  const expected = { import: { id: anImport, databaseId: '1', received: 3 } };
  for (const id of [anImport, '1', 1]) expect(await service.query(text, { id })).toEqual(expected);
  for (const id of [record, site, 'SW1wb3J0OjE=', '2']) {
    expect(await service.query(text, { id })).toEqual({ import: null });
  }
});

test('the next page of a list within an object is read by the id of the object', async () => {
  const text = `query SitePagination($after: String, $first: Int = 1, $id: ID!) {
    node(id: $id) { __typename ...Page id }
  }
  fragment Page on Site {
    id
    records(first: $first, after: $after) {
      edges { cursor node { title __typename id } }
      pageInfo { hasPreviousPage hasNextPage endCursor }
    }
  }`;
  type Page = { node: { records: { pageInfo: { endCursor: string } } } };
  const first = await service.query<Page>(text, { id: site });
  const after = first.node.records.pageInfo.endCursor;
  expect(first.node).toMatchObject({
    __typename: 'Site',
    records: { edges: [{ node: { title: 'One' } }], pageInfo: { hasPreviousPage: false } },
  });
  expect((await service.query<Page>(text, { id: site, after })).node.records).toEqual({
    edges: [],
    pageInfo: { hasPreviousPage: true, hasNextPage: false, endCursor: null },
  });
});
