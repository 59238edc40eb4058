import { mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { LightMyRequestResponse as Response } from 'fastify';
import { sql } from 'kysely';
import { type ErrorCode, errorCodes, RequestError } from '../../src/errors/request-error.js';
import {
  createIdentityUnavailableError,
  createInvalidTokenError,
} from '../../src/viewer/access-error.js';
import type { Authenticate } from '../../src/viewer/authenticate.js';
import type { Viewer } from '../../src/viewer/viewer.js';
import { codesOf, post, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';
import { slowImports } from '../support/slow-imports.js';
import { storedIn } from '../support/stored.js';
import { until } from '../support/until.js';
import { ndjson, upload } from '../support/upload.js';
import { sendBytes } from '../support/wire.js';

let folder: string;
let database: string;
let service: Service;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-codes-'));
  database = `sqlite:${join(folder, 'records.db')}`;
  service = await startService({ DATABASE_URL: database });
});
afterAll(async () => {
  await service.stop();
  await rm(folder, { recursive: true });
});

const graphql = (query: string, variables = {}) =>
  post(service.app, '/graphql', { query, variables });
const rest = (url: string) => send(service.app, { url });
const keyed = (...items: object[]) =>
  graphql(
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items, idempotencyKey: "k" }) { received } }',
    { items },
  );

const retry = 'mutation ($id: ID!) { retryRejections(input: { import: $id }) { received } }';

async function underLevel(level: string, body: object): Promise<Response> {
  const other = await startService({ PERSISTED_OPERATIONS: level });
  const answer = await post(other.app, '/graphql', body);
  await other.stop();
  return answer;
}

const reader: Viewer = {
  kind: 'user',
  issuer: 'test',
  subject: 'reader',
  scopes: new Set(['records:read']),
  via: 'jwt',
};

async function asViewer(authenticate: Authenticate): Promise<Response> {
  const other = await startService({}, undefined, undefined, { authenticate });
  const answer = await send(other.app, { url: '/v1/export' });
  await other.stop();
  return answer;
}

/** For every code of the list a request that provokes it. */
const provocations: Record<ErrorCode, () => Promise<Response>> = {
  ARGUMENT_INVALID: () => rest('/v1/?misspelt=1'),
  PAGE_SIZE_INVALID: () => graphql('{ records(first: -1) { nodes { id } } }'),
  PAGE_ARGUMENTS_CONFLICT: () => graphql('{ records(first: 1, last: 1) { nodes { id } } }'),
  CURSOR_INVALID: () => graphql('{ records(after: "x") { nodes { id } } }'),
  DATE_INVALID: () =>
    graphql('{ records(filter: { date: { gte: "2023-02-30" } }) { nodes { id } } }'),
  FILTER_TOO_COMPLEX: () =>
    graphql(`{ records(filter: ${'{ not: '.repeat(30)}{}${' }'.repeat(30)}) { nodes { id } } }`),
  RESULT_TOO_LARGE: async () => {
    // One more day than a histogram may have buckets, in two imports, as one holds no more items.
    const day = (at: number) => item({ date: new Date(at * 86_400_000).toISOString() });
    await service.importItems(Array.from({ length: 10_000 }, (_, at) => day(at)));
    await service.importItems([day(10_000)]);
    return graphql('{ records { histogram(by: DAY) { count } } }');
  },
  IMPORT_TOO_LARGE: () => keyed(...Array(10_001).fill({})),
  IDEMPOTENCY_KEY_REUSED: async () => {
    await keyed(item());
    return keyed(item({ title: 'Another' }));
  },
  COLUMN_MISSING: () => post(service.app, '/v1/bulk', [{ name: 'A' }, { name: 'B' }]),
  IMPORT_NOT_FOUND: () => graphql(retry, { id: '999' }),
  UNAUTHENTICATED: () =>
    asViewer(() => {
      throw createInvalidTokenError('expired');
    }),
  FORBIDDEN: () => asViewer(() => reader),
  IDENTITY_UNAVAILABLE: () =>
    asViewer(() => {
      throw createIdentityUnavailableError('timeout');
    }),
  RATE_LIMITED: () =>
    asViewer(() => {
      throw new RequestError('RATE_LIMITED', 'Too much.');
    }),
  AUDIT_UNAVAILABLE: async () => {
    const log = join(folder, 'audit.log');
    await symlink('/dev/full', log);
    const other = await startService({ AUDIT_LOG: log });
    const answer = await send(other.app, { url: '/v1/export' });
    await other.stop();
    return answer;
  },
  NOT_FOUND: () => rest('/v1/999999'),
  METHOD_NOT_ALLOWED: () => send(service.app, { method: 'DELETE', url: '/v1/1' }),
  BODY_TOO_LARGE: () => post(service.app, '/graphql', `{"query":"${'x'.repeat(16 << 20)}"}`),
  BODY_TOO_COMPLEX: () => post(service.app, '/graphql', '['.repeat(65)),
  HEADERS_TOO_LARGE: async () => {
    const address = await service.app.listen();
    const response = await fetch(`${address}/v1/`, { headers: { x: 'x'.repeat(40_000) } });
    const body = await response.json();
    return { statusCode: response.status, json: () => body } as Response;
  },
  NOT_ACCEPTABLE: () =>
    post(service.app, '/graphql', { query: '{ __typename }' }, { accept: 'image/png' }),
  ADDRESS_TOO_LONG: () => rest(`/v1/?uri=${'x'.repeat(20_000)}`),
  REQUEST_TIMEOUT: async () => {
    const other = await startService({ REQUEST_TIMEOUT_SECONDS: '1' });
    const address = new URL(await other.app.listen());
    const answer = await sendBytes(address, 'GET /v1/ HTTP/1.1\r\n');
    await other.stop();
    return { statusCode: answer.status, json: () => answer.json } as Response;
  },
  MISDIRECTED_REQUEST: () =>
    send(service.app, { url: '/v1/', headers: { host: 'records.example.com' } }),
  UNSUPPORTED_MEDIA_TYPE: () =>
    post(service.app, '/v1/bulk', 'a=b', { 'content-type': 'application/x-www-form-urlencoded' }),
  BAD_REQUEST: () => post(service.app, '/graphql', '{'),
  GRAPHQL_PARSE_FAILED: () => graphql('{'),
  GRAPHQL_VALIDATION_FAILED: () => graphql('{ nothing }'),
  DOCUMENT_TOO_LARGE: () => graphql(`{ ${'a '.repeat(2000)} }`),
  SELECTION_TOO_DEEP: () => graphql(`${'{ a '.repeat(16)}${'}'.repeat(16)}`),
  TOO_MANY_ALIASES: () => graphql(`{ ${'a: __typename '.repeat(16)} }`),
  TOO_MANY_ROOT_FIELDS: () => graphql(`{ ${'__typename '.repeat(21)} }`),
  TOO_MANY_FIELDS: () =>
    graphql(
      `{ records { nodes { ${'...F '.repeat(9)} } } } fragment F on Record { ${'id '.repeat(120)} }`,
    ),
  TOO_MANY_REPEATED_FIELDS: () => graphql(`{ records { nodes { ${'id '.repeat(202)} } } }`),
  TOO_MANY_DIRECTIVES: () => graphql('{ __typename @a @b @c @d @e @f }'),
  LIST_TOO_LONG: () =>
    graphql(`{ records(filter: { or: [${'{}'.repeat(201)}] }) { nodes { id } } }`),
  COST_TOO_HIGH: () =>
    graphql('{ sites(first: 100) { nodes { records(first: 100) { nodes { id } } } } }'),
  OPERATION_RESOLUTION_FAILURE: () => graphql('query A { __typename } query B { __typename }'),
  BAD_USER_INPUT: () =>
    graphql('query ($first: Int) { records(first: $first) { nodes { id } } }', { first: 'ten' }),
  PERSISTED_QUERY_NOT_FOUND: () =>
    post(service.app, '/graphql', {
      extensions: { persistedQuery: { version: 1, sha256Hash: 'a'.repeat(64) } },
    }),
  PERSISTED_QUERY_NOT_SUPPORTED: () =>
    underLevel('only', {
      extensions: { persistedQuery: { version: 2, sha256Hash: 'a'.repeat(64) } },
    }),
  PERSISTED_DOCUMENT_NOT_FOUND: () => rest('/graphql/none'),
  DOCUMENT_NOT_SAFELISTED: () => underLevel('safelist', { query: '{ __typename }' }),
  DOCUMENT_ID_REQUIRED: () => underLevel('only', { query: '{ __typename }' }),
  DATABASE_UNAVAILABLE: async () => {
    const other = await startService({ DATABASE_URL: database });
    const execute = (sql: string) => other.app.fork().em.getConnection('write').execute(sql);
    await execute('begin immediate');
    try {
      return await post(service.app, '/v1/bulk', [item({ title: 'A second' })]);
    } finally {
      await execute('rollback');
      await other.stop();
    }
  },
  SEARCH_TIMEOUT: async () => {
    const slow = await startService({ SEARCH_TIMEOUT_MS: '1' });
    await slowImports(slow);
    const query = '{ imports(first: 1) { nodes { id } } more: imports(first: 2) { nodes { id } } }';
    const answer = await post(slow.app, '/graphql', { query });
    await slow.stop();
    return answer;
  },
  SERVICE_BUSY: async () => {
    const other = await startService({}, undefined, { exports: 0, waitSeconds: 0.01 });
    const answer = await send(other.app, { url: '/v1/export' });
    await other.stop();
    return answer;
  },
  SERVICE_STOPPING: async () => {
    const other = await startService();
    let stopped: Promise<void> | undefined;
    async function* rows() {
      yield ndjson(0, 20_001);
      await until('rows are stored', async () => (await storedIn(other)).imports.length > 0);
      stopped = other.stop();
      yield '{}\n';
    }
    const { status, json } = await upload(await other.app.listen(), rows());
    await stopped;
    return { statusCode: status, json: () => json } as Response;
  },
  INTERNAL_SERVER_ERROR: async () => {
    await sql`drop table rejection`.execute(service.app.fork().writer);
    return post(service.app, '/v1/bulk', [{}]);
  },
};

describe('Some request provokes the error code', () => {
  // In the order of the list, as the last one breaks the service.
  test.each(Object.keys(errorCodes) as ErrorCode[])(
    '%s',
    async (code) => {
      const answer = await provocations[code]();
      expect(codesOf(answer)).toEqual([code]);
      const ofList = errorCodes[code].status;
      // GraphQL responds with 200 when it ran, and with 400 when it did not.
      if ('errors' in answer.json()) expect([200, 400, ofList]).toContain(answer.statusCode);
      else expect(answer.statusCode).toBe(ofList);
      // A concurrent writer is waited for, for 5 seconds.
    },
    15_000,
  );
});
