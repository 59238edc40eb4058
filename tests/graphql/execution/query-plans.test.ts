import { expect, test } from '@jest/globals';
import { buildSchema, parse } from 'graphql';
import { computeCachePolicy } from '../../../src/graphql/execution/cache-policy.js';
import { QueryPlans } from '../../../src/graphql/execution/query-plans.js';
import { createSchema } from '../../../src/schema.js';

const schema = createSchema();

test.each([
  ['query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }', undefined, true],
  ['query A { __typename } query B { __typename }', 'B', true],
  ['mutation { bulkImport(input: { items: [] }) { received } }', undefined, false],
])('preparing %s (operation %s) compiles it: %s', (text, name, isCompiled) => {
  const plans = new QueryPlans(schema);
  const document = parse(text);
  expect(plans.getPlan(document, name)).toBeUndefined();
  plans.prepare(document, name);
  expect(plans.getPlan(document, name) !== undefined).toBe(isCompiled);
});

const kept = { isCacheable: true, maxAge: 240 };
const noHint = (field: string) => ({ isCacheable: false, reason: 'NO_CACHE_HINT', field });

test.each([
  ['{ records { nodes { id } } }', kept],
  ['query { ...F } fragment F on Query { site(host: "a") { host } }', kept],
  ['{ records { nodes { import { id } } } }', kept],
  ['{ imports { nodes { id } } }', noHint('Query.imports')],
  ['{ records { nodes { id } } import(id: 1) { id } }', noHint('Query.import')],
  // It may be an import, whatever is selected.
  ['{ node(id: 1) { __typename } }', noHint('Query.node')],
  ['{ node(id: 1) { ... on Record { title } } }', noHint('Query.node')],
  ['{ records { totalCount } nodes(ids: []) { id } }', noHint('Query.nodes')],
  ['{ records { nodes { ... on Node { id ... on Record { title } } } } }', kept],
  ['{ __typename }', noHint('Query.__typename')],
  ['{ __schema { queryType { name } } }', noHint('Query.__schema')],
])('%s is cached as its hints say', (text, policy) => {
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
  ['the shortest time of all types that an object may have', '{ pet { __typename } }', 30],
  ['that of the fields of these', '{ pet { name } }', 5],
  ['also where only one type is selected from', '{ pet { ... on Cat { name } } }', 30],
  ['that of the type alone, where it is known', '{ cat { name } }', 60],
  ['also in a fragment on what it implements', '{ cat { ... on Pet { __typename } } }', 60],
  ['none, where one type has no hint', '{ wild { ... on Cat { name } } }', undefined],
  ['that of a field with a hint of its own', '{ any { __typename } }', 9],
  ['objects within objects', '{ pet { friend { __typename } } }', 30],
])('for an object of several types: %s', (_what, text, maxAge) => {
  const policy = computeCachePolicy(abstract, parse(text));
  expect(policy).toEqual(
    maxAge === undefined ? noHint('Query.wild') : { isCacheable: true, maxAge },
  );
});

test('what is private in one type of an object is private in all', () => {
  const policy = computeCachePolicy(abstract, parse('{ owned { owner } }'));
  expect(policy).toEqual({
    isCacheable: false,
    reason: 'PRIVATE_CACHE_HINT',
    field: 'Owned.owner',
  });
});
