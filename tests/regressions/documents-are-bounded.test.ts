import { expect, test } from '@jest/globals';
import { parse } from 'graphql';
import { DocumentStore } from '../../src/graphql/execution/document-store.js';
import { QueryPlans } from '../../src/graphql/execution/query-plans.js';
import { createSchema } from '../../src/schema.js';

test('of 10,000 parsed documents, each sent once, at most 4,000 are cached', async () => {
  const store = new DocumentStore(new QueryPlans(createSchema()));
  const count = 10_000;
  for (let index = 0; index < count; index++) {
    const text = `{ records(filter: { text: "x${index}" }) { totalCount } }`;
    await store.set(String(index), parse(text));
  }
  let kept = 0;
  for (let index = 0; index < count; index++) if (await store.get(String(index))) kept++;
  // Each takes some 20 KB, with all that is cached for it.
  expect(kept).toBeLessThan(4000);
  expect(kept).toBeGreaterThan(500);
});
