import { InMemoryCache } from '@apollo/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import { persistedQuery, sendByPost, sha256 } from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';

const search = `
  # Comments are no part of what a document does.
  query Search($contains: String) {
    records(filter: { title: { contains: $contains } }) {
      ...Page
      edges { cursor node { ... on Record { id __typename site { host } } } }
    }
    sites { nodes { __typename } }
    node(id: "UmVjb3JkOjE") { id ... on Site { host } }
  }
  fragment Page on RecordConnection { pageInfo { hasNextPage } }
`;
// What Apollo Client makes of it before it sends it.
const sentByApollo = print(new InMemoryCache().transformDocument(parse(search)));

let service: OperationsService;
beforeAll(async () => {
  service = await startOperationsService([search], { PERSISTED_OPERATIONS: 'safelist' });
});
afterAll(() => service.stop());

test('Apollo Client adds __typename to the document', () => {
  expect(sentByApollo.match(/__typename/g)?.length).toBe(11);
});

describe('a document from a manifest is recognized', () => {
  test.each([
    ['exactly as in the manifest', search],
    ['as Apollo Client sends it', sentByApollo],
    ['as GraphQL.js prints it', print(parse(search))],
    ['without white space', stripIgnoredCharacters(search)],
    ['with __typename and no white space', stripIgnoredCharacters(sentByApollo)],
  ])('%s', async (_how, query) => {
    for (const sent of [{ query }, { query, extensions: persistedQuery(sha256(query)) }]) {
      expect((await sendByPost(service, sent)).json()).toHaveProperty('data.records');
    }
  });

  test('and is sent only the __typename that it selects', async () => {
    const plain = (await sendByPost(service, { query: search })).json().data.records;
    const added = (await sendByPost(service, { query: sentByApollo })).json().data.records;
    expect([plain.__typename, added.__typename]).toEqual([undefined, 'RecordConnection']);
  });

  test('by the hash of the text that Apollo Client would send', async () => {
    const answer = await sendByPost(service, { extensions: persistedQuery(sha256(sentByApollo)) });
    expect(answer.json()).toHaveProperty('data.records.__typename', 'RecordConnection');
  });
});

describe('a document is rejected as a different one if it has', () => {
  const but = (from: string | RegExp, to: string) => print(parse(search)).replace(from, to);
  test.each([
    ['one more field', but('cursor', 'cursor node { uri }')],
    ['one field less', but('hasNextPage', 'hasPreviousPage')],
    ['a different argument', but('contains: $contains', 'equals: $contains')],
    ['an alias', but('cursor', 'c: cursor')],
    ['a directive', but('cursor', 'cursor @include(if: true)')],
    ['a different default', but('$contains: String', '$contains: String = "x"')],
    ['a different name', but('query Search', 'query Other')],
    ['a second operation', `${search} query Other { __typename }`],
    ['__typename twice in one selection', but('cursor', 'cursor __typename __typename')],
    ['__typename with an alias', but('cursor', 'cursor t: __typename')],
    ['__typename at the root', but('records(', '__typename records(')],
    ['the fragment replaced by its fields', but('...Page', 'pageInfo { hasNextPage }')],
  ])('%s', async (_what, query) => {
    expect(() => parse(query)).not.toThrow();
    expect(query).not.toBe(print(parse(search)));
    expect(codesOf(await sendByPost(service, { query }))).toEqual(['DOCUMENT_NOT_SAFELISTED']);
  });

  test('100,000 selections', async () => {
    const query = `query Search { ${'__typename '.repeat(100_000)} }`;
    expect(codesOf(await sendByPost(service, { query }))).toEqual(['DOCUMENT_NOT_SAFELISTED']);
  });
});
