import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { cachePolicyOf } from '../../src/execution/cache-policy.js';
import { QueryPlans } from '../../src/execution/query-plans.js';
import { makeSchema } from '../../src/schema.js';

const schema = makeSchema();

function usesUntilPlanned(plans: QueryPlans, text: string, name?: string): number | undefined {
  const document = parse(text);
  for (let uses = 1; uses <= 50; uses++) if (plans.planOf(document, name)) return uses;
  return undefined;
}

test('a query is compiled when it comes again and again, and a mutation never', () => {
  const plans = new QueryPlans(schema);
  const two = 'query A { __typename } query B { __typename }';
  expect([
    usesUntilPlanned(plans, '{ records { totalCount } }'),
    usesUntilPlanned(plans, two, 'B'),
    usesUntilPlanned(plans, 'mutation { bulkImport(input: { items: [] }) { received } }'),
  ]).toEqual([20, 20, undefined]);
});

test('a query that was prepared has its plan from the start', () => {
  const plans = new QueryPlans(schema);
  const document = parse(
    'query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }',
  );
  plans.prepare(document);
  expect(plans.planOf(document)).toBeDefined();
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
