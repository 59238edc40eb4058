import { afterAll, beforeAll, beforeEach, expect, test } from '@jest/globals';
import { observed } from '../../support/cached.js';
import { persistedQuery, sendByGet, sendByPost, sha256 } from '../../support/graphql-requests.js';
import { send } from '../../support/http.js';
import { apolloManifest } from '../../support/manifests.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';

const known = 'query Known { records { totalCount } }';
const logging = { PERSISTED_OPERATIONS: 'log', LOG_LEVEL: 'info' };

let service: OperationsService;
beforeAll(async () => {
  service = await startOperationsService([known], logging);
});
afterAll(() => service.stop());
beforeEach(() => {
  service.log.length = 0;
});

test('a document that is in no manifest is executed, and logged once with all that a manifest needs', async () => {
  const query = 'query Unknown { sites { nodes { host } } }';
  for (const sendBy of [sendByPost, sendByPost, sendByGet]) {
    expect((await sendBy(service, { query })).json()).toEqual({ data: { sites: { nodes: [] } } });
  }
  await sendByPost(service, { extensions: persistedQuery(sha256(query)), query });
  await sendByPost(service, { extensions: persistedQuery(sha256(query)) });
  expect(service.log.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      level: 40,
      documentId: `sha256:${sha256(query)}`,
      operationName: 'Unknown',
      document: query,
      msg: 'A document was executed that is in no manifest.',
    }),
  ]);
});

test('a document is also logged if its response was cached while it was in a manifest', async () => {
  const query = 'query Former { records { totalCount } }';
  const own = await startOperationsService([query], { ...logging, LOG_LEVEL: 'warn' });
  for (const sendBy of [sendByPost, sendByGet]) await sendBy(own, { query });
  await own.folder.write('manifest.json', apolloManifest([known]));
  await own.app.reload();
  own.log.length = 0;
  for (const sendBy of [sendByGet, sendByPost]) {
    const { cached } = await observed(own, () => sendBy(own, { query }));
    expect(cached).toBe(true);
  }
  await own.stop();
  expect(own.log.map((line) => JSON.parse(line))).toEqual([
    expect.objectContaining({
      documentId: `sha256:${sha256(query)}`,
      operationName: 'Former',
      document: query,
    }),
  ]);
});

test('only the beginning of a long document is logged', async () => {
  const query = `{ __typename }#${'x'.repeat(20_000)}`;
  await sendByPost(service, { query });
  expect(JSON.parse(service.log[0] ?? '{}').document).toHaveLength(2000);
});

test('documents from manifests, those of REST calls, and those that are not executed are not logged', async () => {
  await sendByPost(service, { query: known });
  await sendByPost(service, { query: known.replaceAll(' ', '\n') });
  await sendByPost(service, { documentId: sha256(known) });
  await send(service.app, { url: '/v1/' });
  await sendByPost(service, { query: '{ nothing }' });
  await sendByPost(service, { query: '{' });
  await sendByPost(service, { documentId: 'abc' });
  expect(service.log).toEqual([]);
});
