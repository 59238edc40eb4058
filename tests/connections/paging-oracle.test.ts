import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connectionFromArray, offsetToCursor } from 'graphql-relay';
import { inOrder, type PagedRecord, readPage, recordOrders } from '../support/paging.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
let stored: PagedRecord[];
beforeAll(async () => {
  service = await startService();
  // Few dates, so that pages often end among records with an equal one; some before 1970.
  const dates = ['1969-12-31T23:59:59.999Z', '2012-01-01', '2012-01-02', '2020-06-01T12:00Z'];
  await service.importItems(
    Array.from({ length: 130 }, (_, index) =>
      item({ title: `${index % 3 ? 'odd' : 'rare'} ${index}`, date: dates[(index * 7) % 4] ?? '' }),
    ),
  );
  const list = { orderBy: 'ADDED_ASC' };
  const { nodes, pageInfo } = await readPage(service, list, { first: 100 });
  const rest = await readPage(service, list, { first: 100, after: pageInfo.endCursor });
  stored = [...nodes, ...rest.nodes];
});
afterAll(() => service.stop());

const filters: readonly [object | undefined, (row: PagedRecord) => boolean][] = [
  [undefined, () => true],
  [{ text: 'rare' }, ({ title }) => title.startsWith('rare')],
  [{ date: { gte: '2012-01-02' } }, ({ date }) => date >= '2012-01-02'],
  [{ or: [] }, () => false],
];

const place = fc.option(fc.nat(150), { nil: undefined });
const size = fc.oneof(fc.nat(5), fc.integer({ min: 6, max: 100 }));
const pages = fc.record({
  orderBy: fc.constantFrom(...recordOrders),
  which: fc.nat(filters.length - 1),
  size: fc.oneof(
    size.map((first) => ({ first })),
    size.map((last) => ({ last })),
    fc.constant({}),
  ),
  after: place,
  before: place,
});

test('any page is the one that graphql-relay cuts out of the whole list', async () => {
  let cut = 0;
  await fc.assert(
    fc.asyncProperty(pages, async ({ orderBy, which, size, after, before }) => {
      const [filter, holds] = filters[which] ?? [];
      const all = inOrder(orderBy, stored.filter(holds ?? (() => false)));
      const cursors = await cursorsOf(orderBy);
      const cursorOf = (row: PagedRecord | undefined) => cursors.get(row?.id ?? '') ?? null;
      // A place beyond the end is none.
      const at = (index: number | undefined) => (all[index ?? -1] ? index : undefined);
      const [from, to] = [at(after), at(before)];
      const page = await readPage(
        service,
        { filter, orderBy },
        {
          ...size,
          ...(from === undefined ? {} : { after: cursorOf(all[from]) }),
          ...(to === undefined ? {} : { before: cursorOf(all[to]) }),
        },
      );
      const noSize = from === undefined && to !== undefined ? { last: 20 } : { first: 20 };
      const oracle = connectionFromArray(all, {
        ...('first' in size || 'last' in size ? size : noSize),
        after: from === undefined ? null : offsetToCursor(from),
        before: to === undefined ? null : offsetToCursor(to),
      });
      const nodes = oracle.edges.map(({ node }) => node);
      expect(page).toEqual({
        edges: nodes.map((node) => ({ cursor: cursorOf(node), node })),
        nodes,
        pageInfo: {
          hasNextPage: oracle.pageInfo.hasNextPage,
          hasPreviousPage: oracle.pageInfo.hasPreviousPage,
          startCursor: cursorOf(nodes[0]),
          endCursor: cursorOf(nodes.at(-1)),
        },
      });
      cut += nodes.length > 0 && nodes.length < all.length ? 1 : 0;
    }),
    { numRuns: 300 },
  );
  expect(cut).toBeGreaterThan(90);
}, 30_000);

const known = new Map<string, Promise<Map<string, string>>>();

/** The cursor of each record in the order; a filter does not change it. */
function cursorsOf(orderBy: string): Promise<Map<string, string>> {
  const read = async () => {
    const head = await readPage(service, { orderBy }, { first: 100 });
    const tail = await readPage(service, { orderBy }, { last: 100 });
    return new Map([...head.edges, ...tail.edges].map(({ cursor, node }) => [node.id, cursor]));
  };
  const cursors = known.get(orderBy) ?? read();
  known.set(orderBy, cursors);
  return cursors;
}
