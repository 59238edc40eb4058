import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { connectionFromArray } from 'graphql-relay';
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

test('any page is the one that graphql-relay slices from the whole list', async () => {
  let cut = 0;
  await fc.assert(
    fc.asyncProperty(pages, async ({ orderBy, which, size, after, before }) => {
      const [filter, holds = () => false] = filters[which] ?? [];
      // Cursors are those of any record, also of one that the filter leaves out.
      const whole = inOrder(orderBy, stored);
      const cursors = await cursorsOf(orderBy);
      const cursorOf = (row: PagedRecord | undefined) => cursors.get(row?.id ?? '') ?? null;
      // A place beyond the end is none.
      const from = whole[after ?? -1] && after;
      const to = whole[before ?? -1] && before;
      const page = await readPage(
        service,
        { filter, orderBy },
        {
          ...size,
          ...(from === undefined ? {} : { after: cursorOf(whole[from]) }),
          ...(to === undefined ? {} : { before: cursorOf(whole[to]) }),
        },
      );
      const noSize = from === undefined && to !== undefined ? { last: 20 } : { first: 20 };
      const asked = 'first' in size || 'last' in size ? size : noSize;
      const between = whole.slice((from ?? -1) + 1, to).filter(holds);
      const nodes = connectionFromArray(between, asked).edges.map(({ node }) => node);
      const inList = (positions: readonly PagedRecord[]) => positions.some(holds);
      const [head, tail] = [nodes[0], nodes.at(-1)];
      expect(page).toEqual({
        edges: nodes.map((node) => ({ cursor: cursorOf(node), node })),
        nodes,
        pageInfo: {
          // An empty page lies beside its cursor, or at the end that it counts from.
          hasNextPage: tail
            ? inList(whole.slice(whole.indexOf(tail) + 1))
            : ('first' in asked && between.length > 0) || inList(whole.slice(to ?? whole.length)),
          hasPreviousPage: head
            ? inList(whole.slice(0, whole.indexOf(head)))
            : ('last' in asked && between.length > 0) || inList(whole.slice(0, (from ?? -1) + 1)),
          startCursor: cursorOf(head),
          endCursor: cursorOf(tail),
        },
      });
      cut += nodes.length > 0 && nodes.length < whole.length ? 1 : 0;
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
