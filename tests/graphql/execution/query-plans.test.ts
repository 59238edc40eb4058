import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
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
