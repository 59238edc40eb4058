import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Level, levels } from '../../../src/config/level.js';
import { codesOf } from '../../support/http.js';
import {
  apolloManifest,
  got,
  type ManifestFolder,
  manifestFolder,
  persistedQuery,
  posted,
  type Sent,
  sha256,
} from '../../support/manifests.js';
import { type Service, startService } from '../../support/service.js';

const known = 'query Known { records { totalCount } }';
const unknown = 'query Unknown { sites { nodes { host } } }';
const change = 'mutation Unknown { bulkImport(input: { items: [] }) { received } }';
const broken = 'query Broken {';
const none = 'PERSISTED_QUERY_NOT_FOUND';
const off = 'PERSISTED_QUERY_NOT_SUPPORTED';
const unheard = 'PERSISTED_DOCUMENT_NOT_FOUND';
const refused = 'DOCUMENT_NOT_SAFELISTED';
const idOnly = 'DOCUMENT_ID_REQUIRED';
const hashOf = (text: string) => ({ extensions: persistedQuery(sha256(text)) });

/** What is sent, and the error code under each level, or `ok`. */
const table: readonly [string, Sent, Record<Level, string>][] = [
  ['a known id', { documentId: sha256(known) }, all('ok')],
  ['a known hash', hashOf(known), all('ok')],
  ['a known document', { query: known }, at('ok', 'ok', idOnly)],
  ['one with its hash', { query: known, ...hashOf(known) }, at('ok', 'ok', idOnly)],
  ['an unknown id', { documentId: sha256('x') }, all(unheard)],
  ['an unknown hash', hashOf('x'), at(none, unheard, unheard)],
  ['an unknown document', { query: unknown }, at('ok', refused, idOnly)],
  ['one with its hash', { query: unknown, ...hashOf(unknown) }, at('ok', refused, idOnly)],
  ['one with its id', { query: unknown, documentId: sha256(unknown) }, at('ok', refused, idOnly)],
  [
    'one with a known id',
    { query: unknown, documentId: sha256(known) },
    at('BAD_REQUEST', refused, idOnly),
  ],
  ['one that is no GraphQL', { query: broken }, at('GRAPHQL_PARSE_FAILED', refused, idOnly)],
  [
    'an improper hash',
    { query: known, extensions: persistedQuery(1) },
    at('BAD_REQUEST', off, idOnly),
  ],
  [
    'another version',
    { extensions: persistedQuery(sha256(known), 2) },
    at('BAD_REQUEST', off, off),
  ],
  ['nothing', {}, all('BAD_REQUEST')],
];

function all(code: string): Record<Level, string> {
  return at(code, code, code);
}

function at(any: string, safelist: string, only: string): Record<Level, string> {
  return { apq: any, log: any, safelist, only };
}

let folder: ManifestFolder;
let manifest: string;
beforeAll(async () => {
  folder = await manifestFolder();
  manifest = await folder.write('m.json', apolloManifest([known]));
});
afterAll(() => folder.remove());

describe.each(levels)('under the level %s', (level) => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ PERSISTED_OPERATIONS: level, PERSISTED_MANIFESTS: manifest });
  });
  afterAll(() => service.stop());

  test.each(table)('%s', async (_what, sent, expected) => {
    // The second of each may be answered by the cache.
    for (const sendBy of [posted, posted, got, got]) {
      const answer = await sendBy(service, sent);
      const outcome = 'errors' in answer.json() ? codesOf(answer) : ['ok'];
      expect(outcome).toEqual([expected[level]]);
    }
  });

  test('an unknown mutation', async () => {
    const answer = await posted(service, { query: change });
    const outcome = 'errors' in answer.json() ? codesOf(answer) : ['ok'];
    expect(outcome).toEqual([at('ok', refused, idOnly)[level]]);
  });
});

test('without a setting every document is run, in production too', async () => {
  const service = await startService({ NODE_ENV: 'production' });
  expect((await posted(service, { query: unknown })).json()).toHaveProperty('data');
  await service.stop();
});

test('a level that takes manifests and has none says so in the log', async () => {
  const lines: string[] = [];
  const env = { LOG_LEVEL: 'warn', PERSISTED_OPERATIONS: 'safelist' };
  const service = await startService(env, (line) => lines.push(line));
  await service.stop();
  expect(lines.join()).toContain(
    "PERSISTED_OPERATIONS is safelist, but PERSISTED_MANIFESTS is not set: no operations are taken but the service's own.",
  );
});
