import { afterAll, beforeAll, expect, test } from '@jest/globals';
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

const change = 'mutation Change { bulkImport(input: { items: [] }) { received } }';
const id = sha256(change);

let folder: ManifestFolder;
let service: Service;
beforeAll(async () => {
  folder = await manifestFolder();
  const manifest = await folder.write('m.json', apolloManifest([change]));
  service = await startService({ PERSISTED_MANIFESTS: manifest });
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

test.each<[string, Sent, string | undefined]>([
  ['a documentId', { documentId: id }, undefined],
  ['an id in the path', {}, id],
  ['a hash', { extensions: persistedQuery(id) }, undefined],
  ['a document', { query: change }, undefined],
  ['a document with its id', { query: change, documentId: id }, undefined],
])('a mutation by GET is refused with 405 and the method to use, as %s', async (_as, sent, at) => {
  const refused = await got(service, sent, at);
  expect([refused.statusCode, refused.headers.allow]).toEqual([405, 'POST']);
  expect(codesOf(refused)).toEqual(['METHOD_NOT_ALLOWED']);
  const run = await posted(service, sent, at);
  expect(run.json()).toEqual({ data: { bulkImport: { received: 0 } } });
});
