import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { apolloManifest, type ManifestFolder, manifestFolder } from '../support/manifests.js';
import { item, type Service, startService } from '../support/service.js';

// By which graphql-jit marks the dates that it writes into the code that it makes.
const dateMark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
const query = `{ records(filter: { text: "${dateMark}globalThis.wasRun=1" }) { totalCount } }`;

let service: Service;
let folder: ManifestFolder;
beforeAll(async () => {
  folder = await manifestFolder();
  // Documents of a manifest are compiled, and this one is asked for often, too.
  const manifest = await folder.write('manifest.json', apolloManifest([query]));
  service = await startService({ CACHE_MEGABYTES: '0', PERSISTED_MANIFESTS: manifest });
  await service.importItems([item()]);
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

test('a text in a document is never run as code', async () => {
  for (let time = 0; time < 25; time++) {
    expect((await service.ask(query)).data).toEqual({ records: { totalCount: 0 } });
  }
  expect(globalThis).not.toHaveProperty('wasRun');
});
