import { InMemoryCache } from '@apollo/client';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parse, print, stripIgnoredCharacters } from 'graphql';
import { codesOf } from '../../support/http.js';
import {
  apolloManifest,
  type ManifestFolder,
  manifestFolder,
  persistedQuery,
  posted,
  sha256,
} from '../../support/manifests.js';
import { type Service, startService } from '../../support/service.js';

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

let folder: ManifestFolder;
let service: Service;
beforeAll(async () => {
  folder = await manifestFolder();
  const manifest = await folder.write('m.json', apolloManifest([search]));
  service = await startService({
    PERSISTED_OPERATIONS: 'safelist',
    PERSISTED_MANIFESTS: manifest,
  });
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

test('Apollo Client does add something', () => {
  expect(sentByApollo.match(/__typename/g)?.length).toBe(11);
});

describe('a document of a manifest is known', () => {
  test.each([
    ['as it stands there', search],
    ['as Apollo Client sends it', sentByApollo],
    ['as a client prints it', print(parse(search))],
    ['without any white space', stripIgnoredCharacters(search)],
    ['with __typename and no white space', stripIgnoredCharacters(sentByApollo)],
  ])('%s', async (_how, query) => {
    for (const sent of [{ query }, { query, extensions: persistedQuery(sha256(query)) }]) {
      expect((await posted(service, sent)).json()).toHaveProperty('data.records');
    }
  });

  test('with the __typename that was asked for, and no other', async () => {
    const plain = (await posted(service, { query: search })).json().data.records;
    const added = (await posted(service, { query: sentByApollo })).json().data.records;
    expect([plain.__typename, added.__typename]).toEqual([undefined, 'RecordConnection']);
  });

  test('by the hash of what Apollo Client would send', async () => {
    const answer = await posted(service, { extensions: persistedQuery(sha256(sentByApollo)) });
    expect(answer.json()).toHaveProperty('data.records.__typename', 'RecordConnection');
  });
});

describe('a document is another one with', () => {
  const but = (from: string | RegExp, to: string) => print(parse(search)).replace(from, to);
  test.each([
    ['one more field', but('cursor', 'cursor node { uri }')],
    ['one field less', but('hasNextPage', 'hasPreviousPage')],
    ['another argument', but('contains: $contains', 'equals: $contains')],
    ['an alias', but('cursor', 'c: cursor')],
    ['a directive', but('cursor', 'cursor @include(if: true)')],
    ['another default', but('$contains: String', '$contains: String = "x"')],
    ['another name', but('query Search', 'query Other')],
    ['a second operation', `${search} query Other { __typename }`],
    ['__typename twice in one selection', but('cursor', 'cursor __typename __typename')],
    ['__typename under another name', but('cursor', 'cursor t: __typename')],
    ['__typename at the top', but('records(', '__typename records(')],
    ['the fragment turned into fields', but('...Page', 'pageInfo { hasNextPage }')],
  ])('%s', async (_what, query) => {
    expect(() => parse(query)).not.toThrow();
    expect(query).not.toBe(print(parse(search)));
    expect(codesOf(await posted(service, { query }))).toEqual(['DOCUMENT_NOT_SAFELISTED']);
  });

  test('100,000 selections', async () => {
    const query = `query Search { ${'__typename '.repeat(100_000)} }`;
    expect(codesOf(await posted(service, { query }))).toEqual(['DOCUMENT_NOT_SAFELISTED']);
  });
});
