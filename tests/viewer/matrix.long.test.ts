import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { InjectOptions, LightMyRequestResponse as Response } from 'fastify';
import {
  type CanaryImport,
  canariesIn,
  canaryOf,
  importCanary,
  type PostAs,
} from '../support/canaries.js';
import { fakeDate } from '../support/fake-date.js';
import { graphqlUrl, preflight, sha256 } from '../support/graphql-requests.js';
import { send } from '../support/http.js';
import { apolloManifest, createManifestFolder, type ManifestFolder } from '../support/manifests.js';
import { type ServiceWithPrincipals, startWithPrincipals } from '../support/principals.js';
import { accessTable, type Outcome } from './access-table.js';

/** Owners of imports. */
const owners = ['ada', 'bob', 'service', 'admin'] as const;
const found: Partial<Record<(typeof owners)[number], CanaryImport>> = {};

const fields = 'source rejections { title uri date raw reasons { message } }';
const ids = owners.map((owner) => `$${owner}: ID!`).join(' ');
const each = (select: (owner: string) => string) =>
  owners.map((owner) => `${owner}: ${select(`$${owner}`)}`).join(' ');
const imports = () => Object.fromEntries(owners.map((owner) => [owner, found[owner]?.importId]));
const keyVariables = owners.map((owner) => `$${owner}: String!`).join(' ');
const keys = () => Object.fromEntries(owners.map((owner) => [owner, found[owner]?.key]));
const ownOrAdas = (caller: string) =>
  found[caller as (typeof owners)[number]]?.importId ?? found.ada?.importId;
const records = () => Object.fromEntries(owners.map((owner) => [owner, found[owner]?.recordId]));

/** How an operation is sent: as GraphQL, as a REST call or both. */
interface Operation {
  readonly document?: string;
  readonly variables?: (caller: string) => Record<string, unknown>;
  readonly rest?: (caller: string) => InjectOptions;
}

const rejectedItem = (caller: string) => ({ title: canaryOf(caller), uri: '', date: '' });
const fragment = 'fragment Import on Import';

const operations: Record<string, Operation> = {
  search: {
    document: 'query Search { records { totalCount nodes { id title site { host } } } }',
    rest: () => ({ url: '/v1/' }),
  },
  record: {
    document: 'query Record($id: ID!) { record(id: $id) { title } }',
    variables: () => ({ id: found.ada?.recordId }),
    rest: () => ({ url: '/v1/1' }),
  },
  'node (record)': {
    document: 'query RecordNode($id: ID!) { node(id: $id) { ... on Record { title } } }',
    variables: () => ({ id: found.ada?.recordId }),
  },
  sites: { document: 'query Sites { sites { nodes { host } } }' },
  imports: { document: `query Imports { imports(first: 100) { nodes { ${fields} } } }` },
  import: {
    document: `query Import(${ids}) { ${each((id) => `import(id: ${id}) { source }`)} }`,
    variables: imports,
  },
  importByKey: {
    document: `query ImportByKey(${keyVariables}) { ${each((key) => `importByKey(idempotencyKey: ${key}) { source owner }`)} }`,
    variables: keys,
  },
  'node (import)': {
    document: `query ImportNode(${ids}) { ${each((id) => `node(id: ${id}) { ...Import }`)} } ${fragment} { ${fields} }`,
    variables: imports,
  },
  rejections: {
    document: `query Rejections(${ids}) { ${each((id) => `import(id: ${id}) { ${fields} }`)} }`,
    variables: imports,
  },
  'record.import': {
    document: `query RecordImport(${ids}) { ${each((id) => `record(id: ${id}) { title import { ${fields} } }`)} }`,
    variables: records,
  },
  'filter.import': {
    document: `query FilterImport(${ids}) { ${each((id) => `records(filter: { import: ${id} }) { totalCount nodes { title } }`)} }`,
    variables: imports,
  },
  bulkImport: {
    document:
      'mutation Bulk($items: [RecordInput!]!) { bulkImport(input: { items: $items, dryRun: true }) { rejections { title } } }',
    variables: (caller) => ({ items: [rejectedItem(caller)] }),
    rest: (caller) => ({
      method: 'POST',
      url: '/v1/bulk?dryRun=true',
      headers: { 'content-type': 'application/x-ndjson' },
      payload: `${JSON.stringify(rejectedItem(caller))}\n`,
    }),
  },
  retry: {
    document:
      'mutation Retry($id: ID!) { retryRejections(input: { import: $id, dryRun: true }) { rejections { title raw } } }',
    variables: (caller) => ({ id: ownOrAdas(caller) }),
  },
  export: { rest: () => ({ url: '/v1/export' }) },
  viewer: { rest: () => ({ url: '/v1/viewer' }) },
  introspection: { document: 'query Introspect { __schema { types { name } } }' },
  __typename: { document: 'query Typename { __typename }' },
};

const documents = Object.values(operations).flatMap(({ document }) => document ?? []);

/** All ways in which an operation can be sent. Those by GET are answered with 304, too. */
function waysOf({ document, variables = () => ({}), rest }: Operation) {
  const ways: Record<string, (caller: string) => InjectOptions> = {};
  if (rest) ways.REST = rest;
  if (document === undefined) return ways;
  const id = sha256(document);
  const post = (payload: object): InjectOptions => ({ method: 'POST', url: '/graphql', payload });
  const get = (url: string): InjectOptions => ({ url, headers: preflight });
  ways.POST = (caller) => post({ query: document, variables: variables(caller) });
  ways['POST by id'] = (caller) => post({ documentId: id, variables: variables(caller) });
  if (document.startsWith('mutation')) return ways;
  ways.GET = (caller) => get(graphqlUrl({ query: document, variables: variables(caller) }));
  ways['GET by id'] = (caller) => get(graphqlUrl({ variables: variables(caller) }, id));
  return ways;
}

let started: ServiceWithPrincipals;
let folder: ManifestFolder;
let begin: number;
const ask = (caller: string, way: InjectOptions, headers: Record<string, string> = {}) =>
  send(started.service.app, {
    ...way,
    headers: { ...way.headers, ...started.principals.get(caller), ...headers },
  });

const postAs: PostAs = async (caller, payload) =>
  (await ask(caller, { method: 'POST', url: '/graphql', payload })).body;

beforeAll(async () => {
  folder = await createManifestFolder();
  const manifest = await folder.write('manifest.json', apolloManifest(documents));
  started = await startWithPrincipals({ NODE_ENV: 'production', PERSISTED_MANIFESTS: manifest });
  for (const owner of owners) found[owner] = await importCanary(postAs, owner);
  fakeDate();
  begin = Date.now();
});
afterAll(async () => {
  jest.useRealTimers();
  await started.stop();
  await folder.remove();
});

/** Makes everything that is cached outdated, at the time of the beginning. */
async function forgetAll(): Promise<void> {
  jest.setSystemTime(begin);
  const { writer } = started.service.app.fork();
  await writer
    .updateTable('data_version')
    .set(({ eb }) => ({ version: eb('version', '+', 1) }))
    .execute();
}

/** Brings the cache into a state, and returns what the caller sends to find it so. */
const cacheStates: Record<string, (way: InjectOptions) => Promise<Record<string, string>>> = {
  cold: async () => ({}),
  'warmed by another': async (way) => {
    await ask('admin', way);
    return {};
  },
  stale: async (way) => {
    await ask('admin', way);
    // Later than the hints of the schema allow, and in the time in which it may be sent all the same.
    jest.setSystemTime(Date.now() + 241_000);
    return {};
  },
  304: async (way) => {
    const { headers } = await ask('admin', way);
    return { 'if-none-match': String(headers.etag ?? '*') };
  },
};

/** What of a response the table decides. */
function summarize(caller: string, outcome: Outcome, answer: Response) {
  const seen = canariesIn(`${JSON.stringify(answer.headers)} ${answer.body}`);
  const status = answer.statusCode === 304 ? 200 : answer.statusCode;
  const expected = typeof outcome === 'number' ? outcome : 200;
  const visible = { yes: [], own: [caller], all: [...owners].sort() };
  const canaries = typeof outcome === 'number' ? [] : visible[outcome];
  return { seen: [status, ...seen], expected: [expected, ...canaries] };
}

function checkRefusal({ body, headers, statusCode }: Response): void {
  expect(body).not.toContain('"data"');
  expect(body).toContain(statusCode === 401 ? '"UNAUTHENTICATED"' : '"FORBIDDEN"');
  expect(headers['www-authenticate']).toMatch(/^Bearer realm="records"/);
  expect(headers['cache-control']).toBe('no-store');
  expect(headers).not.toHaveProperty('etag');
}

test('the table has every operation and every caller of the matrix', () => {
  expect([...accessTable.keys()].sort()).toEqual(Object.keys(operations).sort());
  for (const row of accessTable.values())
    expect([...row.keys()]).toEqual([...started.principals.keys()]);
});

test.each([
  ['cold', 200, /fwd=(?:miss|stale)/],
  ['warmed by another', 200, /hit; ttl=2/],
  ['stale', 200, /hit; ttl=-/],
  ['304', 304, /hit; ttl=2/],
])('the cache is really %s in the matrix', async (state, status, report) => {
  await forgetAll();
  const [way] = [waysOf(operations.search ?? {}).GET?.('ada') ?? {}];
  const headers = { ...(await cacheStates[state]?.(way)), 'graphql-cache': 'report' };
  const answer = await ask('bob', way, headers);
  expect(answer.statusCode).toBe(status);
  expect(answer.headers['cache-status']).toMatch(report);
});

describe.each([...accessTable])('%s', (name, row) => {
  const ways = Object.entries(waysOf(operations[name] ?? {}));
  test.each(ways)(
    'by %s is answered as the table says, whatever is cached',
    async (_way, sentBy) => {
      const differences: unknown[] = [];
      for (const [state, prepare] of Object.entries(cacheStates)) {
        for (const [caller, outcome] of row) {
          await forgetAll();
          const way = sentBy(caller);
          const answer = await ask(caller, way, await prepare(way));
          const { seen, expected } = summarize(caller, outcome, answer);
          if (String(seen) !== String(expected))
            differences.push({ state, caller, seen, expected });
          if (typeof outcome === 'number') checkRefusal(answer);
        }
      }
      expect(differences).toEqual([]);
    },
  );
});
