import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { post } from '../../support/http.js';
import { item, type Service, startService } from '../../support/service.js';
import { unlimited } from '../../support/unlimited.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ ...unlimited, CACHE_MEGABYTES: '0' });
  const items = Array.from({ length: 60 }, (_, index) =>
    item({ title: `Title ${index}`, uri: `https://${index % 7}.example/${index}` }),
  );
  await service.importItems(items.slice(0, 50));
  await service.importItems(items.slice(50));
});
afterAll(() => service.stop());

type Selection = fc.Arbitrary<string>;

const size = fc.integer({ min: 0, max: 30 });
const page = fc.oneof(
  fc.constant(''),
  size.map((first) => `(first: ${first})`),
  fc.constant('(first: $size)'),
);

/** Some of the selections, in any order, some of them in a fragment. */
const someOf = (type: string, ...selections: Selection[]): Selection =>
  fc.tuple(fc.subarray(selections), fc.boolean()).chain(([chosen, inFragment]) =>
    fc.tuple(...chosen).map((texts) => {
      const text = `__typename ${texts.join(' ')}`;
      return inFragment ? `{ ... on ${type} { ${text} } }` : `{ ${text} }`;
    }),
  );

const field = (name: string, inner: Selection, args: Selection = fc.constant('')): Selection =>
  fc.tuple(args, inner).map(([given, selection]) => `${name}${given} ${selection}`);

const connection = (type: string, node: Selection, ...figures: Selection[]): Selection =>
  someOf(
    `${type}Connection`,
    field('nodes', node),
    field(
      'edges',
      node.map((selection) => `{ node ${selection} }`),
    ),
    ...figures,
  );

function record(depth: number): Selection {
  const inner = depth > 0 ? [field('site', site(depth - 1))] : [];
  return someOf('Record', field('import', fc.constant('{ __typename id }')), ...inner);
}

function site(depth: number): Selection {
  const list = connection(
    'Record',
    record(depth),
    field('topSites', fc.constant('{ __typename count }')),
  );
  return someOf('Site', fc.constant('recordCount'), field('records', list, page));
}

/** An object of any type, from which those of some types are selected. */
const node = fc
  .tuple(record(1), site(1))
  .map(([ofRecord, ofSite]) => `{ __typename ... on Record ${ofRecord} ... on Site ${ofSite} }`);

const ids = fc.array(
  fc.constantFrom('UmVjb3JkOjE', 'UmVjb3JkOjU', 'U2l0ZTox', 'U2l0ZToy', 'SW1wb3J0OjE', 'none'),
  { maxLength: 12 },
);
const listOf = (some: typeof ids) => some.map((list) => `(ids: ${JSON.stringify(list)})`);

const roots = fc.oneof(
  field('records', connection('Record', record(2), fc.constant('totalCount')), page),
  field('sites', connection('Site', site(1)), page),
  field('node', node, fc.constant('(id: "U2l0ZToy")')),
  field('nodes', node, fc.oneof(listOf(ids), fc.constant('(ids: $ids)'))),
);

/** The objects in a response that are part of the cost. */
function objectsIn(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0;
  const inner = Object.values(value).reduce((sum, part) => sum + objectsIn(part), 0);
  const type = '__typename' in value ? String(value.__typename) : '';
  return inner + (/^(Record|Site|SiteCount|Import)$/.test(type) ? 1 : 0);
}

test('no response contains more objects than its operation costs', async () => {
  await fc.assert(
    fc.asyncProperty(roots, size, ids, async (root, pageSize, idList) => {
      const query = `query ($size: Int, $ids: [ID!]!) { ${root} ... @include(if: false) { imports(first: $size) { __typename } unread: nodes(ids: $ids) { id } } }`;
      const headers = { 'graphql-cost': 'report' };
      const asked = { query, variables: { size: pageSize, ids: idList } };
      const { data, errors, extensions } = (
        await post(service.app, '/graphql', asked, headers)
      ).json();
      expect(errors).toBeUndefined();
      expect(extensions.cost.requested).toBeGreaterThanOrEqual(objectsIn(data));
    }),
    { numRuns: 90 },
  );
}, 60_000);
