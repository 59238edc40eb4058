import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inOrder, type PagedRecord, readPage, recordOrders } from '../support/paging.js';
import { searchIds } from '../support/search-oracle.js';
import { type Item, item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await write(120, 0);
});
afterAll(() => service.stop());

let written = 0;

/** Stores items whose dates lie around those of all others, many of them equal. */
async function write(count: number, shift: number): Promise<void> {
  const items: Item[] = Array.from({ length: count }, () => {
    const index = written++;
    const day = String(1 + ((index * 5 + shift) % 28)).padStart(2, '0');
    return item({ title: `${index % 2 ? 'even' : 'odd'} ${index}`, date: `2014-03-${day}` });
  });
  await service.importItems(items);
}

const filters = [
  { given: {}, holds: () => true },
  { given: { text: 'even' }, holds: ({ title }: PagedRecord) => title.startsWith('even') },
  {
    given: { date: { gte: '2014-03-05', lt: '2014-03-20' } },
    holds: ({ date }: PagedRecord) => date >= '2014-03-05' && date < '2014-03-20',
  },
  {
    given: { not: { title: { startsWith: 'odd' } }, site: 'www.example.com' },
    holds: ({ title }: PagedRecord) => !title.startsWith('odd'),
  },
] as const;

const walks = fc.record({
  orderBy: fc.constantFrom(...recordOrders),
  which: fc.nat(filters.length - 1),
  size: fc.oneof(fc.integer({ min: 1, max: 10 }), fc.integer({ min: 11, max: 100 })),
  forwards: fc.boolean(),
  shift: fc.nat(27),
  most: fc.integer({ min: 0, max: 4 }),
});

test('a walk through all pages sees each record once and in order, whatever is written meanwhile', async () => {
  let pagesRead = 0;
  await fc.assert(
    fc.asyncProperty(walks, async ({ orderBy, which, size, forwards, shift, most }) => {
      const { given: filter, holds } = filters[which] ?? filters[0];
      const atStart = await searchIds(service, filter, orderBy);
      const seen: PagedRecord[] = [];
      let disturbances = 0;
      let cursor: string | null = null;
      do {
        const page = await readPage(
          service,
          { filter, orderBy },
          forwards ? { first: size, after: cursor } : { last: size, before: cursor },
        );
        pagesRead += 1;
        const { hasNextPage, hasPreviousPage, startCursor, endCursor } = page.pageInfo;
        if (forwards) seen.push(...page.nodes);
        else seen.unshift(...page.nodes);
        const more = forwards ? hasNextPage : hasPreviousPage;
        expect(page.nodes.length === size || !more).toBe(true);
        // A walk that does not move on would never end.
        expect(seen.length).toBeLessThan(5000);
        cursor = more ? (forwards ? endCursor : startCursor) : null;
        // Small pages would never come to the end of a list that keeps growing.
        if (pagesRead % 3 === 0 && disturbances++ < 15) await write(most, shift);
      } while (cursor !== null);
      const ids = seen.map(({ id }) => id);
      expect(new Set(ids).size).toBe(ids.length);
      expect(seen).toEqual(inOrder(orderBy, seen));
      expect(seen.filter((record) => !holds(record))).toEqual([]);
      const before = new Set(atStart);
      expect(ids.filter((id) => before.has(id))).toEqual(atStart);
    }),
    { numRuns: 20 },
  );
  expect(pagesRead).toBeGreaterThan(60);
  expect(written).toBeGreaterThan(120);
}, 30_000);
