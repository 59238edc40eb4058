import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { observed } from '../../support/cached.js';
import { send } from '../../support/http.js';
import {
  apolloManifest,
  got,
  type ManifestFolder,
  manifestFolder,
  persistedQuery,
  posted,
  sha256,
} from '../../support/manifests.js';
import { type Service, startService } from '../../support/service.js';

const known = 'query Known { records { totalCount } }';

let folder: ManifestFolder;
let service: Service;
let log: string[] = [];
beforeAll(async () => {
  folder = await manifestFolder();
  const manifest = await folder.write('m.json', apolloManifest([known]));
  service = await startService(
    { PERSISTED_OPERATIONS: 'log', PERSISTED_MANIFESTS: manifest, LOG_LEVEL: 'info' },
    (line) => log.push(line),
  );
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});
beforeEach(() => {
  log = [];
});

test('a document of no manifest is run, and logged once, with all that a manifest needs', async () => {
  const query = 'query Unknown { sites { nodes { host } } }';
  for (const sendBy of [posted, posted, got]) {
    expect((await sendBy(service, { query })).json()).toEqual({ data: { sites: { nodes: [] } } });
  }
  await posted(service, { extensions: persistedQuery(sha256(query)), query });
  await posted(service, { extensions: persistedQuery(sha256(query)) });
  expect(log.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 40,
      documentId: `sha256:${sha256(query)}`,
      operationName: 'Unknown',
      document: query,
      msg: 'A document was run that is in no manifest.',
    }),
  ]);
});

test('one is logged, too, whose answer was kept when a manifest had it', async () => {
  const query = 'query Former { records { totalCount } }';
  const manifest = await folder.write('former.json', apolloManifest([query]));
  const own = await startService(
    { PERSISTED_OPERATIONS: 'log', PERSISTED_MANIFESTS: manifest, LOG_LEVEL: 'warn' },
    (line) => log.push(line),
  );
  for (const sendBy of [posted, got]) await sendBy(own, { query });
  await folder.write('former.json', apolloManifest([known]));
  await own.app.reload();
  log = [];
  for (const sendBy of [got, posted]) {
    const { cached } = await observed(own, () => sendBy(own, { query }));
    expect(cached).toBe(true);
  }
  await own.stop();
  expect(log.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      documentId: `sha256:${sha256(query)}`,
      operationName: 'Former',
      document: query,
    }),
  ]);
});

test('a long document is logged in part', async () => {
  const query = `{ __typename }#${'x'.repeat(20_000)}`;
  await posted(service, { query });
  expect(JSON.parse(log[0] ?? '{}').document).toHaveLength(2000);
});

test('those of manifests, those of REST calls, and what is not run are not logged', async () => {
  await posted(service, { query: known });
  await posted(service, { query: known.replaceAll(' ', '\n') });
  await posted(service, { documentId: sha256(known) });
  await send(service.app, { url: '/v1/' });
  await posted(service, { query: '{ nothing }' });
  await posted(service, { query: '{' });
  await posted(service, { documentId: 'abc' });
  expect(log).toEqual([]);
});
