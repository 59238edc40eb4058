import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type UncacheableReason, uncacheableReasons } from '../../src/cache/cache-decision.js';
import { ask, byHash, get, observed } from '../support/cached.js';
import type { RequestParts } from '../support/graphql-requests.js';
import { post, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const report = { 'graphql-cache': 'report' };
const byGet = { 'apollo-require-preflight': 'true', ...report };
const query = '{ records(first: 3) { nodes { title } } }';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());
beforeEach(async () => {
  // Makes whatever was cached before outdated.
  await service.importItems([item({ title: `Title ${Math.random()}` })]);
});

const statusOf = ({ headers }: { readonly headers: Record<string, unknown> }) =>
  headers['cache-status'];

const isFresh = /^records-graphql; hit; ttl=2[34]\d$/;

describe('the response to the header GraphQL-Cache: report has', () => {
  test('"miss" and "stored", and then with hits for every method', async () => {
    const url = `/graphql?${new URLSearchParams({ query })}`;
    expect(statusOf(await ask(service, { query: `${query} ` }, report))).toBe(
      'records-graphql; fwd=miss; stored',
    );
    await ask(service, { query });
    expect(statusOf(await ask(service, { query }, report))).toMatch(isFresh);
    const byUrl = await get(service, { query }, byGet);
    expect(statusOf(byUrl)).toMatch(isFresh);
    const head = await send(service.app, { method: 'HEAD', url, headers: byGet });
    expect([statusOf(head), head.body]).toEqual([expect.stringMatching(isFresh), '']);
    const headers = { ...byGet, 'if-none-match': String(byUrl.headers.etag) };
    const confirmed = await send(service.app, { url, headers });
    expect([confirmed.statusCode, statusOf(confirmed)]).toEqual([
      304,
      expect.stringMatching(isFresh),
    ]);
  });

  test('hits for a document that is named by its id', async () => {
    const extensions = byHash(query);
    await ask(service, { query, extensions });
    const byId = `/graphql/sha256:${extensions.persistedQuery.sha256Hash}`;
    const answer = await send(service.app, { url: byId, headers: byGet });
    expect(statusOf(answer)).toMatch(isFresh);
    expect(statusOf(await ask(service, { extensions }, report))).toMatch(isFresh);
  });

  test('"stale" for a response that was made from older data', async () => {
    await ask(service, { query });
    await service.importItems([item({ title: 'Newer' })]);
    expect(statusOf(await ask(service, { query }, report))).toBe(
      'records-graphql; fwd=stale; stored',
    );
  });

  test('"collapsed" for a response that was made for another request', async () => {
    const asked = { query: '{ records { totalCount } }' };
    const answers = await Promise.all([1, 2].map(() => ask(service, asked, report)));
    expect(answers.map(statusOf).sort()).toEqual([
      expect.stringMatching(/^records-graphql; fwd=\w+; stored$/),
      expect.stringMatching(/^records-graphql; fwd=\w+; stored; collapsed$/),
    ]);
  });

  test('the same for REST calls, which are sent from the same cache', async () => {
    for (const url of ['/v1/?contains=title', '/v1/1']) {
      const made = await send(service.app, { url, headers: report });
      expect(statusOf(made)).toMatch(/^records-graphql; fwd=\w+; stored$/);
      expect(statusOf(await send(service.app, { url, headers: report }))).toMatch(isFresh);
      expect((await send(service.app, { url })).headers).not.toHaveProperty('cache-status');
    }
    const failed = await send(service.app, { url: '/v1/?cursor=x', headers: report });
    expect([failed.statusCode, statusOf(failed)]).toEqual([
      400,
      'records-graphql; fwd=miss; detail="ERRORS"',
    ]);
  });

  test('"bypass" and ERRORS for an unknown document id', async () => {
    const answer = await send(service.app, { url: '/graphql/unknown', headers: byGet });
    expect([answer.statusCode, statusOf(answer)]).toEqual([
      404,
      'records-graphql; fwd=bypass; detail="ERRORS"',
    ]);
  });
});

test.each([
  ['no header', {}],
  ['another value', { 'graphql-cache': 'no' }],
])('a request with %s gets no Cache-Status', async (_what, headers: Record<string, string>) => {
  for (let times = 0; times < 2; times++) {
    expect((await ask(service, { query }, headers)).headers).not.toHaveProperty('cache-status');
  }
  const answer = await get(service, { query }, { ...byGet, 'graphql-cache': '' });
  expect(answer.headers).not.toHaveProperty('cache-status');
});

test('requesting the report changes neither the response nor whether it is cached', async () => {
  const first = await ask(service, { query }, report);
  const second = await ask(service, { query });
  const third = await ask(service, { query }, report);
  expect([first.cached, second.cached, third.cached]).toEqual([false, true, true]);
  const { 'cache-status': _, date: _date, ...others } = third.headers;
  const { date: _other, ...plain } = second.headers;
  expect([third.body, others]).toEqual([second.body, plain]);
});

const mutation = `mutation ($items: [RecordInput!]!) {
  bulkImport(input: { items: $items }) { received }
}`;
const filtered = 'query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }';
const titled = (contains: unknown) => ({ filter: { title: { contains } } });

type Reported = [reason: string, asked: RequestParts | string, headers?: Record<string, string>];

/** Requests that get a reason. Those that cannot be provoked so are tested where the name says. */
const reported: Record<UncacheableReason, readonly Reported[] | string> = {
  MUTATION: [['MUTATION', { query: mutation, variables: { items: [item()] } }]],
  MALFORMED_REQUEST: [
    ['MALFORMED_REQUEST', '[]'],
    ['MALFORMED_REQUEST', { query, extensions: 'none' }],
  ],
  UNKNOWN_DOCUMENT: [
    ['UNKNOWN_DOCUMENT', { query: '{' }],
    ['UNKNOWN_DOCUMENT', {}],
    ['UNKNOWN_DOCUMENT', { query: `${query}${' '.repeat(10_000)}` }],
  ],
  UNKNOWN_OPERATION: [['UNKNOWN_OPERATION', { query, operationName: 'Missing' }]],
  COST_REPORT: [['COST_REPORT', { query }, { 'graphql-cost': 'report' }]],
  BODY_TOO_LARGE: [['BODY_TOO_LARGE', { query, extensions: { padding: 'x'.repeat(130 * 1024) } }]],
  UNSUITABLE_VARIABLES: [
    ['UNSUITABLE_VARIABLES', { query: filtered, variables: titled('x'.repeat(66_000)) }],
    ['UNSUITABLE_VARIABLES', `{"query":"${filtered}","variables":{"x":1e400}}`],
  ],
  MEDIA_TYPE: [['MEDIA_TYPE', { query }, { accept: 'text/csv' }]],
  CSRF_RULE: 'a GET that a page of another origin can send reports the rule',
  ERRORS: [
    ['ERRORS', { query: '{ nothing }' }],
    ['ERRORS', { query: '{ records(first: 1000) { totalCount } }' }],
  ],
  PARTIAL_DATA: 'tests/cache/two-viewers.redis.test.ts',
  NO_CACHE_HINT: [
    ['NO_CACHE_HINT: Query.imports', { query: '{ imports { nodes { id } } }' }],
    ['NO_CACHE_HINT: Query.node', { query: '{ records { totalCount } node(id: 1) { id } }' }],
  ],
  PRIVATE_CACHE_HINT: 'tests/cache/two-viewers.redis.test.ts',
  VIEWER_READ: 'tests/cache/two-viewers.redis.test.ts',
  RESPONSE_TOO_LARGE: 'a response that is too large for the cache is reported as not stored',
  OUTDATED: 'tests/cache/late-reader.test.ts',
  CACHE_OFF: 'a service without a cache reports that',
};

const requests = Object.values(reported).flatMap((each) => (typeof each === 'string' ? [] : each));

test.each(requests)(
  'the reason %s is reported (request %#)',
  async (detail, asked, headers = {}) => {
    const first = await ask(service, asked, { ...report, ...headers });
    expect(statusOf(first)).toMatch(
      new RegExp(`^records-graphql; fwd=(?:bypass|miss|stale); detail="${detail}"$`),
    );
    // What was found to be uncacheable is not looked up again.
    const second = await ask(service, asked, { ...report, ...headers });
    expect(statusOf(second)).toBe(`records-graphql; fwd=bypass; detail="${detail}"`);
  },
);

test('a GET that a page of another origin can send reports the rule', async () => {
  const answer = await get(service, { query }, report);
  expect([answer.statusCode, statusOf(answer)]).toEqual([
    400,
    'records-graphql; fwd=bypass; detail="CSRF_RULE"',
  ]);
});

test('a response that is too large for the cache is reported as not stored', async () => {
  const small = await startService({ CACHE_MEGABYTES: '1' });
  const items = Array.from({ length: 100 }, (_, n) => item({ title: `${n} ${'x'.repeat(250)}` }));
  await small.importItems(items);
  for (let times = 0; times < 2; times++) {
    const asked = {
      query:
        '{ records(first: 100) { nodes { title a: title b: title c: title d: title e: title f: title } } }',
    };
    const answer = await observed(small, () => post(small.app, '/graphql', asked, report));
    expect([answer.cached, statusOf(answer)]).toEqual([
      false,
      'records-graphql; fwd=miss; detail="RESPONSE_TOO_LARGE"',
    ]);
  }
  await small.stop();
});

test('a service without a cache reports that', async () => {
  const off = await startService({ CACHE_MEGABYTES: '0' });
  expect(statusOf(await ask(off, { query }, report))).toBe(
    'records-graphql; fwd=miss; detail="CACHE_OFF"',
  );
  await off.stop();
});

test('the documentation lists every reason with its sentence, and no others', () => {
  const text = readFileSync(new URL('../../docs/caching.md', import.meta.url), 'utf8');
  const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| (.*) \|$/gm)].map(([, name, means]) => [
    name,
    means,
  ]);
  expect(Object.fromEntries(rows)).toEqual(uncacheableReasons);
});
