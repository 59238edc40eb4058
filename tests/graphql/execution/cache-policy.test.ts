import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { computeCachePolicy } from '../../../src/graphql/execution/cache-policy.js';
import { createSchema } from '../../../src/schema.js';

const schema = createSchema();

const cacheable = { isCacheable: true, maxAge: 240 };
const noHint = (field: string) => ({ isCacheable: false, reason: 'NO_CACHE_HINT', field });

test.each([
  ['{ records { nodes { id } } }', cacheable],
  ['query { ...F } fragment F on Query { site(host: "a") { host } }', cacheable],
  ['{ records { nodes { import { id } } } }', cacheable],
  ['{ imports { nodes { id } } }', noHint('Query.imports')],
  ['{ records { nodes { id } } import(id: 1) { id } }', noHint('Query.import')],
  // The node may be an import, whatever is selected.
  ['{ node(id: 1) { __typename } }', noHint('Query.node')],
  ['{ node(id: 1) { ... on Record { title } } }', noHint('Query.node')],
  ['{ records { totalCount } nodes(ids: []) { id } }', noHint('Query.nodes')],
  ['{ records { nodes { ... on Node { id ... on Record { title } } } } }', cacheable],
  ['{ __typename }', noHint('Query.__typename')],
  ['{ __schema { queryType { name } } }', noHint('Query.__schema')],
])('the cache policy of %s is %j', (text, policy) => {
  expect(computeCachePolicy(schema, parse(text))).toEqual(policy);
});

const abstract = buildSchema(`
  directive @cacheControl(maxAge: Int, scope: CacheControlScope) on FIELD_DEFINITION | OBJECT | INTERFACE | UNION
  enum CacheControlScope { PUBLIC PRIVATE }
  type Query { pet: Pet cat: Cat wild: Wild owned: Owned any: Any @cacheControl(maxAge: 9) }
  interface Pet @cacheControl(maxAge: 99) { name: String friend: Pet }
  interface Owned { owner: String }
  type Cat implements Pet & Owned @cacheControl(maxAge: 60) {
    name: String friend: Cat @cacheControl(maxAge: 50) owner: String @cacheControl(maxAge: 20, scope: PRIVATE)
  }
  type Dog implements Pet & Owned @cacheControl(maxAge: 30) {
    name: String @cacheControl(maxAge: 5) friend: Pet owner: String
  }
  type Wolf { name: String }
  union Wild = Wolf | Cat
  union Any = Cat | Dog | Wolf
`);

test.each([
  ['is the shortest of all types that the object may have', '{ pet { __typename } }', 30],
  ['includes the fields of all these types', '{ pet { name } }', 5],
  ['includes types from which nothing is selected', '{ pet { ... on Cat { name } } }', 30],
  ['is that of the type, if there is only one', '{ cat { name } }', 60],
  [
    'is that of the type in a fragment on its interface',
    '{ cat { ... on Pet { __typename } } }',
    60,
  ],
  ['is none if one type has no hint', '{ wild { ... on Cat { name } } }', undefined],
  ['is that of the field, if that has a hint of its own', '{ any { __typename } }', 9],
  ['includes nested objects', '{ pet { friend { __typename } } }', 30],
])('the cache policy of an object of several types %s', (_what, text, maxAge) => {
  const policy = computeCachePolicy(abstract, parse(text));
  expect(policy).toEqual(
    maxAge === undefined ? noHint('Query.wild') : { isCacheable: true, maxAge },
  );
});

test('a field that is private in one type of an object makes the cache policy private', () => {
  const policy = computeCachePolicy(abstract, parse('{ owned { owner } }'));
  expect(policy).toEqual({
    isCacheable: false,
    reason: 'PRIVATE_CACHE_HINT',
    field: 'Owned.owner',
  });
});
