import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { sendByGet } from '../support/graphql-requests.js';
import { post } from '../support/http.js';
import { type OperationsService, startOperationsService } from '../support/operations-service.js';
import { item, type Service, startService } from '../support/service.js';

/*
 * What GraphQL.js 16 throws while it executes a valid document (execution/*.js), and whose fault it is:
 *
 * - no operation, several without a name, an unknown name: the client's, OPERATION_RESOLUTION_FAILURE
 *   (tests/graphql/graphql-over-http)
 * - a variable that is missing, null or of a wrong type: the client's, BAD_USER_INPUT; at most 50 of these
 *   are reported (below)
 * - an argument of a field or directive that is null because of a variable, also deep in an input: the
 *   client's, BAD_USER_INPUT (below)
 * - a missing argument, a variable of an output type, an unsupported operation type: rejected earlier, by
 *   validation
 * - an error of a resolver, null for a non-null field, anything but a list for a list, a scalar or an enum
 *   that cannot be serialized, an abstract type that cannot be resolved: the service's,
 *   INTERNAL_SERVER_ERROR (masked-errors.test.ts), except a resolver's own RequestError
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
    'an argument with a default, whose variable has one, too',
    'query Q($o: SiteOrder = RECORDS_ASC) { sites(orderBy: $o) { nodes { host } } }',
    { o: null },
    'orderBy',
    null,
  ],
  [
    'an argument without a default, whose variable has one',
    'query Q($host: String = "www.example.com") { site(host: $host) { host } }',
    { host: null },
    'host',
    { site: null },
  ],
  [
    'an enum whose variable has a default',
    'query Q($accuracy: Accuracy = FAST) { records(accuracy: $accuracy) { totalCount } }',
    { accuracy: null },
    'accuracy',
    null,
  ],
  [
    'an argument of a nested field',
    'query Q($first: Int) { records { topSites(first: $first) { count } } }',
    { first: null },
    'first',
    null,
  ],
  [
    'an argument of a field below a nullable one',
    'query Q($o: RecordOrder) { site(host: "www.example.com") { records(orderBy: $o) { totalCount } } }',
    { o: null },
    'orderBy',
    { site: null },
  ],
  [
    'an argument in a fragment',
    'query Q($first: Int) { import(id: 1) { ...F } } fragment F on Import { rejections(first: $first) { index } }',
    { first: null },
    'first',
    { import: null },
  ],
  [
    'the argument of @include at the root',
    'query Q($if: Boolean = true) { records @include(if: $if) { totalCount } }',
    { if: null },
    'if',
    null,
  ],
  [
    'the argument of @skip on a nested field',
    'query Q($if: Boolean = false) { site(host: "www.example.com") { host @skip(if: $if) } }',
    { if: null },
    'if',
    { site: null },
  ],
  [
    'an input field with a default',
    'mutation M($items: [RecordInput!]!, $dry: Boolean) { bulkImport(input: { items: $items, dryRun: $dry }) { received } }',
    { items: [], dry: null },
    'input.dryRun',
    null,
  ],
  [
    'an enum in an input',
    'mutation M($mode: ImportMode) { bulkImport(input: { items: [], mode: $mode }) { received } }',
    { mode: null },
    'input.mode',
    null,
  ],
  [
    'a list in an input',
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
    'an item of a list in another list',
    'query Q($part: RecordFilter = {}) { records(filter: { and: [{ or: [$part] }] }) { totalCount } }',
    { part: null },
    'filter.and[0].or[0]',
    null,
  ],
];

let service: Service;
/** A service with the documents in its manifest, which it has compiled. */
let compiled: OperationsService;
const log: string[] = [];
beforeAll(async () => {
  const documents = cases.map(([, document]) => document);
  service = await startService({ LOG_LEVEL: 'warn' }, (line) => log.push(line));
  compiled = await startOperationsService(documents, { LOG_LEVEL: 'warn' });
  for (const each of [service, compiled]) await each.importItems([item()]);
});
afterAll(async () => {
  await compiled.stop();
  await service.stop();
});
beforeEach(() => {
  log.length = 0;
  compiled.log.length = 0;
});

describe.each(cases)('null for %s', (_what, query, variables, argument, data) => {
  const [name] = Object.entries(variables).find(([, value]) => value === null) ?? [];
  const error = {
    message: `The variable "$${name}" is null, but the argument "${argument}" must not be null; omit the variable to use the default.`,
    extensions: { code: 'BAD_USER_INPUT', argument },
  };
  const { [String(name)]: _, ...others } = variables;

  test.each(['new', 'compiled'])(
    'is a client error in a %s document, and omitting the variable is not',
    async (kind) => {
      const target = kind === 'compiled' ? compiled : service;
      const answer = await target.ask(query, variables);
      expect(answer).toMatchObject({ status: 200, errors: [error], data });
      expect(answer.errors).toHaveLength(1);
      expect([...log, ...compiled.log]).toEqual([]);
      expect((await target.ask(query, others)).errors).toBeUndefined();
    },
  );
});

test.each(cases.filter(([, query]) => query.startsWith('query')))(
  'null for %s is also a client error by GET',
  async (_what, query, variables, argument, data) => {
    const answer = await sendByGet(service, { query, variables });
    const errors = [{ extensions: { code: 'BAD_USER_INPUT', argument } }];
    expect(answer.json()).toMatchObject({ errors, data });
    expect([...log, ...compiled.log]).toEqual([]);
  },
);

test.each([
  ['application/json', 'stable', 200],
  ['application/graphql-response+json', 'stable', 200],
  ['application/json', 'draft', 200],
  ['application/graphql-response+json', 'draft', 294],
])(
  'null for an argument has the status of other field errors: %s, %s',
  async (accept, codes, status) => {
    const other = await startService({ GRAPHQL_HTTP_CODES: codes });
    const [, query = '', variables] = cases[0] ?? [];
    const refused = await post(other.app, '/graphql', { query, variables }, { accept });
    const size = { query: '{ records(first: -1) { totalCount } }' };
    const alike = await post(other.app, '/graphql', size, { accept });
    await other.stop();
    expect([refused.statusCode, alike.statusCode]).toEqual([status, status]);
  },
);

test.each(['new', 'compiled'])(
  'at most 50 faults in variables are reported for a %s document, all of them as client errors',
  async (kind) => {
    const target = kind === 'compiled' ? compiled : service;
    const part = { records: 1 };
    const filters = Array.from({ length: 60 }, () => part);
    const [, query = ''] = cases.at(-1) ?? [];
    const answer = await target.ask(query, { part: { and: filters } });
    expect(answer.errors).toHaveLength(51);
    expect(new Set(answer.errors?.map(({ extensions: { code } }) => code))).toEqual(
      new Set(['BAD_USER_INPUT']),
    );
    expect(answer.errors?.at(-1)?.message).toBe('There are more errors in the variables.');
    expect([...log, ...compiled.log]).toEqual([]);
  },
);
