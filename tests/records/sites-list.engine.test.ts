import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { parseGlobalId } from '../../src/nodes/global-id.js';
import { item, type Service, startService } from '../support/service.js';

interface Site {
  readonly id: string;
  readonly host: string;
  readonly recordCount: number;
}
interface SitePage {
  readonly nodes: readonly Site[];
  readonly edges: readonly { readonly cursor: string }[];
  readonly pageInfo: { readonly hasNextPage: boolean; readonly endCursor: string | null };
}

let service: Service;
let all: Site[];
beforeAll(async () => {
  service = await startService();
  // 130 sites with 1 to 3 records each, so that many pages end among equal counts.
  const sizes = Array.from({ length: 130 }, (_, index) => 1 + ((index * 7) % 3));
  await service.importItems(
    sizes.flatMap((size, site) =>
      Array.from({ length: size }, (_, index) =>
        item({ title: `Page ${index}`, uri: `https://${site}.example/${index}` }),
      ),
    ),
  );
  all = sizes.map((recordCount, site) => ({ id: '', host: `${site}.example`, recordCount }));
  const ids = new Map((await walk('ADDED_ASC', 100)).map(({ host, id }) => [host, id]));
  all = all.map((site) => ({ ...site, id: ids.get(site.host) ?? 'missing' }));
});
afterAll(() => service.stop());

const ask = (args: object) =>
  service.ask<{ sites: SitePage }>(
    `query ($orderBy: SiteOrder! = RECORDS_DESC, $first: Int, $after: String) {
      sites(orderBy: $orderBy, first: $first, after: $after) {
        nodes { id host recordCount } edges { cursor } pageInfo { hasNextPage endCursor }
      }
    }`,
    { ...args },
  );

async function walk(orderBy: string, first: number): Promise<Site[]> {
  const seen: Site[] = [];
  let after: string | null = null;
  do {
    const { nodes, edges, pageInfo }: SitePage = (await ask({ orderBy, first, after })).data.sites;
    expect(edges.at(-1)?.cursor ?? null).toBe(pageInfo.endCursor);
    seen.push(...nodes);
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null;
  } while (after !== null);
  return seen;
}

describe.each(['RECORDS_DESC', 'RECORDS_ASC', 'ADDED_DESC', 'ADDED_ASC'])(
  'the list of sites in the order %s',
  (orderBy) => {
    const number = ({ id }: Site) => parseGlobalId(id)?.number ?? Number.NaN;
    const key = (site: Site) => (orderBy.startsWith('REC') ? site.recordCount : number(site));
    const direction = orderBy.endsWith('DESC') ? -1 : 1;

    test.each([1, 7, 65, 100])('has every site once in pages of %d', async (first) => {
      const sorted = all.toSorted((a, b) => direction * (key(a) - key(b) || number(a) - number(b)));
      expect(await walk(orderBy, first)).toEqual(sorted);
    });
  },
);

test('the list of sites has the 20 largest sites by default', async () => {
  const { sites } = (await ask({})).data;
  expect(sites.nodes.map(({ recordCount }) => recordCount)).toEqual(Array(20).fill(3));
  expect(sites.pageInfo.hasNextPage).toBe(true);
});

test('the list of sites with first: 0 is empty and has a next page', async () => {
  const { sites } = (await ask({ first: 0 })).data;
  expect(sites).toEqual({
    nodes: [],
    edges: [],
    pageInfo: { hasNextPage: true, endCursor: null },
  });
});

const recordCursor = Buffer.from('records:ADDED_ASC:1:1').toString('base64url');
const otherOrder = Buffer.from('sites:ADDED_ASC:1:1').toString('base64url');

test.each([
  [{ first: -1 }, 'PAGE_SIZE_INVALID', 'first', 'is -1; it must be between 0 and 100'],
  [{ first: 101 }, 'PAGE_SIZE_INVALID', 'first', 'is 101; it must be between 0 and 100'],
  [{ after: 'garbage' }, 'CURSOR_INVALID', 'after', 'does not come from this service'],
  [
    { after: recordCursor },
    'CURSOR_INVALID',
    'after',
    'belongs to "records" in the order ADDED_ASC',
  ],
  [{ after: otherOrder }, 'CURSOR_INVALID', 'after', 'belongs to "sites" in the order ADDED_ASC'],
])('the list of sites refuses %j', async (args, code, argument, reason) => {
  const { errors } = await ask(args);
  expect(errors).toMatchObject([
    { message: expect.stringContaining(reason), extensions: { code, argument } },
  ]);
});
