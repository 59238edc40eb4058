import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { cachePolicyOf } from '../../src/execution/cache-policy.js';
import { QueryPlans } from '../../src/execution/query-plans.js';
import { makeSchema } from '../../src/schema.js';

const schema = makeSchema();

test.each([
  ['query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }', undefined, true],
  ['query A { __typename } query B { __typename }', 'B', true],
  ['mutation { bulkImport(input: { items: [] }) { received } }', undefined, false],
])('%s (%s) is compiled when it was prepared: %s', (text, name, isCompiled) => {
  const plans = new QueryPlans(schema);
  const document = parse(text);
  expect(plans.planOf(document, name)).toBeUndefined();
  plans.prepare(document, name);
  expect(plans.planOf(document, name) !== undefined).toBe(isCompiled);
});

test.each([
  ['{ records { nodes { id } } }', { maxAge: 240, scope: 'PUBLIC' }],
  [
    'query { ...F } fragment F on Query { site(host: "a") { host } }',
    { maxAge: 240, scope: 'PUBLIC' },
  ],
  ['{ records { nodes { import { id } } } }', { maxAge: 240, scope: 'PUBLIC' }],
  ['{ imports { nodes { id } } }', undefined],
  ['{ records { nodes { id } } import(id: 1) { id } }', undefined],
  ['{ __typename }', undefined],
  ['{ __schema { queryType { name } } }', undefined],
])('%s may be kept as its hints say', (text, policy) => {
  expect(cachePolicyOf(schema, parse(text))).toEqual(policy);
});
