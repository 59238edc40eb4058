import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Level, levels } from '../../../src/config/level.js';
import {
  persistedQuery,
  type RequestParts,
  sendByGet,
  sendByPost,
  sha256,
} from '../../support/graphql-requests.js';
import { codesOf } from '../../support/http.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';
import { startService } from '../../support/service.js';

const known = 'query Known { records { totalCount } }';
const unknown = 'query Unknown { sites { nodes { host } } }';
const change = 'mutation Unknown { bulkImport(input: { items: [] }) { received } }';
const broken = 'query Broken {';
const notRegistered = 'PERSISTED_QUERY_NOT_FOUND';
const notSupported = 'PERSISTED_QUERY_NOT_SUPPORTED';
const notFound = 'PERSISTED_DOCUMENT_NOT_FOUND';
const notListed = 'DOCUMENT_NOT_SAFELISTED';
const idRequired = 'DOCUMENT_ID_REQUIRED';
const hashOf = (text: string) => ({ extensions: persistedQuery(sha256(text)) });

/** What is sent, and the error code at each level, or `ok`. */
const table: readonly [string, RequestParts, Record<Level, string>][] = [
  ['the id of a trusted document', { documentId: sha256(known) }, all('ok')],
  ['the hash of a trusted document', hashOf(known), all('ok')],
  ['a trusted document', { query: known }, at('ok', 'ok', idRequired)],
  [
    'a trusted document with its hash',
    { query: known, ...hashOf(known) },
    at('ok', 'ok', idRequired),
  ],
  ['an unknown id', { documentId: sha256('x') }, all(notFound)],
  ['an unknown hash', hashOf('x'), at(notRegistered, notFound, notFound)],
  ['an unlisted document', { query: unknown }, at('ok', notListed, idRequired)],
  [
    'an unlisted document with its hash',
    { query: unknown, ...hashOf(unknown) },
    at('ok', notListed, idRequired),
  ],
  [
    'an unlisted document with its id',
    { query: unknown, documentId: sha256(unknown) },
    at('ok', notListed, idRequired),
  ],
  [
    'an unlisted document with the id of a trusted one',
    { query: unknown, documentId: sha256(known) },
    at('BAD_REQUEST', notListed, idRequired),
  ],
  [
    'a document with a syntax error',
    { query: broken },
    at('GRAPHQL_PARSE_FAILED', notListed, idRequired),
  ],
  [
    'a trusted document with a malformed hash',
    { query: known, extensions: persistedQuery(1) },
    at('BAD_REQUEST', notSupported, idRequired),
  ],
  [
    'a persisted query of another version',
    { extensions: persistedQuery(sha256(known), 2) },
    at('BAD_REQUEST', notSupported, notSupported),
  ],
  ['a request without a document', {}, all('BAD_REQUEST')],
];

function all(code: string): Record<Level, string> {
  return at(code, code, code);
}

function at(any: string, safelist: string, only: string): Record<Level, string> {
  return { apq: any, log: any, safelist, only };
}

describe.each(levels)('at the level %s,', (level) => {
  let service: OperationsService;
  beforeAll(async () => {
    service = await startOperationsService([known], { PERSISTED_OPERATIONS: level });
  });
  afterAll(() => service.stop());

  test.each(table)('%s is handled as the table says', async (_what, sent, expected) => {
    // The second request of each kind may be answered from the cache.
    for (const sendBy of [sendByPost, sendByPost, sendByGet, sendByGet]) {
      const answer = await sendBy(service, sent);
      const outcome = 'errors' in answer.json() ? codesOf(answer) : ['ok'];
      expect(outcome).toEqual([expected[level]]);
    }
  });

  test('an unlisted mutation is handled like an unlisted query', async () => {
    const answer = await sendByPost(service, { query: change });
    const outcome = 'errors' in answer.json() ? codesOf(answer) : ['ok'];
    expect(outcome).toEqual([at('ok', notListed, idRequired)[level]]);
  });
});

test('by default, every document is executed, even in production', async () => {
  const service = await startService({ NODE_ENV: 'production' });
  expect((await sendByPost(service, { query: unknown })).json()).toHaveProperty('data');
  await service.stop();
});

test('a level that needs manifests warns in the log when there are none', async () => {
  const lines: string[] = [];
  const env = { LOG_LEVEL: 'warn', PERSISTED_OPERATIONS: 'safelist' };
  const service = await startService(env, (line) => lines.push(line));
  await service.stop();
  expect(lines.join()).toContain(
    "PERSISTED_OPERATIONS is safelist, but PERSISTED_MANIFESTS is not set: only the service's own operations are accepted.",
  );
});
