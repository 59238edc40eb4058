import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';

const items = Array.from({ length: 250 }, (_, n) => item(n % 2 === 0 ? {} : { uri: `/${n}` }));
const rejectedIndexes = items.flatMap(({ uri }, index) => (uri?.startsWith('/') ? [index] : []));

interface Rejected {
  readonly rejections: readonly { readonly index: number }[];
}

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems(items);
});
afterAll(() => service.stop());

const ofImport =
  'query ($first: Int!, $after: Int) { of: import(id: 1) { rejections(first: $first, after: $after) { index } } }';
const ofPayload = `mutation ($items: [RecordInput!]!, $first: Int!, $after: Int) {
  of: bulkImport(input: { items: $items }) { rejections(first: $first, after: $after) { index } }
}`;

async function indexes(query: string, variables: Record<string, unknown>): Promise<number[]> {
  const given = query === ofPayload ? { ...variables, items } : variables;
  const { of } = await service.query<{ of: Rejected }>(query, given);
  return of.rejections.map(({ index }) => index);
}

describe.each([
  ['an import', ofImport],
  ['the payload', ofPayload],
])('the rejections of %s', (_, query) => {
  test('are paged by the index of the previous item', async () => {
    const read: number[] = [];
    for (;;) {
      const page = await indexes(query, { first: 40, after: read.at(-1) });
      expect(page.length).toBeLessThanOrEqual(40);
      read.push(...page);
      if (page.length < 40) break;
    }
    expect(read).toEqual(rejectedIndexes);
  });

  test('are all returned for the maximum of first, and none for 0', async () => {
    expect(await indexes(query, { first: 10_000 })).toEqual(rejectedIndexes);
    expect(await indexes(query, { first: 0 })).toEqual([]);
    expect(await indexes(query, { first: 5, after: 249 })).toEqual([]);
    expect(await indexes(query, { first: 2, after: -5 })).toEqual([1, 3]);
  });

  test.each([-1, 10_001])('are refused for first: %d', async (first) => {
    const { errors } = await service.ask(query, {
      first,
      ...(query === ofPayload ? { items } : {}),
    });
    expect(errors?.[0]?.extensions).toEqual({ code: 'PAGE_SIZE_INVALID', argument: 'first' });
    expect(errors?.[0]?.message).toContain(`"first" is ${first}`);
  });
});

test('a list of rejections has 100 by default', async () => {
  const { of } = await service.query<{ of: Rejected }>(
    '{ of: import(id: 1) { rejections { index } } }',
  );
  expect(of.rejections.map(({ index }) => index)).toEqual(rejectedIndexes.slice(0, 100));
});
