import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { post } from '../support/http.js';
import { apolloManifest, got, type ManifestFolder, manifestFolder } from '../support/manifests.js';
import { item, type Service, startService } from '../support/service.js';

/*
 * What graphql-js 16 throws while it executes a valid document (execution/*.js), and whose fault it is:
 *
 * - no operation, several without a name, an unknown name: the client's, OPERATION_RESOLUTION_FAILURE
 *   (tests/server/graphql-over-http)
 * - a variable that is missing, null or of a wrong type: the client's, BAD_USER_INPUT; the 51st of them
 *   ends the list (below)
 * - an argument of a field or of a directive that is null by a variable, also deep in an input: the
 *   client's, BAD_USER_INPUT (below)
 * - an argument that was not provided, a variable of an output type, an operation that the schema has
 *   not: validation refuses these before
 * - an error of a resolver, null for a field that is never null, no list for one, a scalar or an enum
 *   that cannot be written, an abstract type that resolves to none: the service's, INTERNAL_SERVER_ERROR
 *   (tests/server/masked-errors), but for a resolver's own RequestError
 */

const cases: readonly [
  what: string,
  document: string,
  variables: Record<string, unknown>,
  argument: string,
  data: unknown,
][] = [
  [
    'an argument with a default',
    'query Q($o: RecordOrder) { records(orderBy: $o) { totalCount } }',
    { o: null },
    'orderBy',
    null,
  ],
  [
    'one whose variable has a default, too',
    'query Q($o: SiteOrder = RECORDS_ASC) { sites(orderBy: $o) { nodes { host } } }',
    { o: null },
    'orderBy',
    null,
  ],
  [
    'one without a default, whose variable has one',
    'query Q($host: String = "www.example.com") { site(host: $host) { host } }',
    { host: null },
    'host',
    { site: null },
  ],
  [
    'an enum whose variable has a default',
    'query Q($by: Interval = YEAR) { records { histogram(by: $by) { count } } }',
    { by: null },
    'by',
    null,
  ],
  [
    'one of a field deep in the answer',
    'query Q($first: Int) { records { topSites(first: $first) { count } } }',
    { first: null },
    'first',
    null,
  ],
  [
    'one of a field that may be null itself',
    'query Q($o: RecordOrder) { site(host: "www.example.com") { records(orderBy: $o) { totalCount } } }',
    { o: null },
    'orderBy',
    { site: null },
  ],
  [
    'one in a fragment',
    'query Q($first: Int) { import(id: 1) { ...F } } fragment F on Import { rejections(first: $first) { index } }',
    { first: null },
    'first',
    { import: null },
  ],
  [
    'one of @include at the root',
    'query Q($if: Boolean = true) { records @include(if: $if) { totalCount } }',
    { if: null },
    'if',
    null,
  ],
  [
    'one of @skip below',
    'query Q($if: Boolean = false) { site(host: "www.example.com") { host @skip(if: $if) } }',
    { if: null },
    'if',
    { site: null },
  ],
  [
    'a field of an input with a default',
    'mutation M($items: [RecordInput!]!, $dry: Boolean) { bulkImport(input: { items: $items, dryRun: $dry }) { received } }',
    { items: [], dry: null },
    'input.dryRun',
    null,
  ],
  [
    'an enum of an input',
    'mutation M($mode: ImportMode) { bulkImport(input: { items: [], mode: $mode }) { received } }',
    { mode: null },
    'input.mode',
    null,
  ],
  [
    'a list of an input',
    'mutation M($items: [RecordInput!] = []) { bulkImport(input: { items: $items }) { received } }',
    { items: null },
    'input.items',
    null,
  ],
  [
    'an item of a list',
    'mutation M($item: RecordInput = { title: "A" }) { bulkImport(input: { items: [{}, $item] }) { received } }',
    { item: null },
    'input.items[1]',
    null,
  ],
  [
    'an item of a list in a list',
    'query Q($part: RecordFilter = {}) { records(filter: { and: [{ or: [$part] }] }) { totalCount } }',
    { part: null },
    'filter.and[0].or[0]',
    null,
  ],
];

let folder: ManifestFolder;
let service: Service;
/** One that has compiled the documents, see `PERSISTED_MANIFESTS`. */
let compiled: Service;
const log: string[] = [];
beforeAll(async () => {
  folder = await manifestFolder();
  const documents = cases.map(([, document]) => document);
  const manifest = await folder.write('m.json', apolloManifest(documents));
  const hear = (line: string) => log.push(line);
  service = await startService({ LOG_LEVEL: 'warn' }, hear);
  compiled = await startService({ LOG_LEVEL: 'warn', PERSISTED_MANIFESTS: manifest }, hear);
  for (const each of [service, compiled]) await each.importItems([item()]);
});
afterAll(async () => {
  await compiled.stop();
  await service.stop();
  await folder.remove();
});
beforeEach(() => {
  log.length = 0;
});

describe.each(cases)('null for %s', (_what, query, variables, argument, data) => {
  const [name] = Object.entries(variables).find(([, value]) => value === null) ?? [];
  const error = {
    message: `The variable "$${name}" is null, but the argument "${argument}" must not be null; omit the variable to use the default.`,
    extensions: { code: 'BAD_USER_INPUT', argument },
  };
  const { [String(name)]: _, ...others } = variables;

  test.each(['as it comes', 'compiled'])(
    'is the fault of the client, %s, and leaving it out is none',
    async (way) => {
      const asked = way === 'compiled' ? compiled : service;
      const answer = await asked.ask(query, variables);
      expect(answer).toMatchObject({ status: 200, errors: [error], data });
      expect(answer.errors).toHaveLength(1);
      expect(log).toEqual([]);
      expect((await asked.ask(query, others)).errors).toBeUndefined();
    },
  );
});

test.each(cases.filter(([, query]) => query.startsWith('query')))(
  'null for %s is the same by GET',
  async (_what, query, variables, argument, data) => {
    const answer = await got(service, { query, variables });
    const errors = [{ extensions: { code: 'BAD_USER_INPUT', argument } }];
    expect(answer.json()).toMatchObject({ errors, data });
    expect(log).toEqual([]);
  },
);

test.each([
  ['application/json', 'stable', 200],
  ['application/graphql-response+json', 'stable', 200],
  ['application/json', 'draft', 200],
  ['application/graphql-response+json', 'draft', 294],
])('it has the status of other errors of a field: %s, %s', async (accept, codes, status) => {
  const other = await startService({ GRAPHQL_HTTP_CODES: codes });
  const [, query = '', variables] = cases[0] ?? [];
  const refused = await post(other.app, '/graphql', { query, variables }, { accept });
  const size = { query: '{ records(first: -1) { totalCount } }' };
  const alike = await post(other.app, '/graphql', size, { accept });
  await other.stop();
  expect([refused.statusCode, alike.statusCode]).toEqual([status, status]);
});

test.each(['as it comes', 'compiled'])(
  'of variables with many faults the first 50 are told, %s, and none is the service’s',
  async (way) => {
    const asked = way === 'compiled' ? compiled : service;
    const part = { records: 1 };
    const filters = Array.from({ length: 60 }, () => part);
    const [, query = ''] = cases.at(-1) ?? [];
    const answer = await asked.ask(query, { part: { and: filters } });
    expect(answer.errors).toHaveLength(51);
    expect(new Set(answer.errors?.map(({ extensions: { code } }) => code))).toEqual(
      new Set(['BAD_USER_INPUT']),
    );
    expect(answer.errors?.at(-1)?.message).toBe('The variables have more errors than these.');
    expect(log).toEqual([]);
  },
);
