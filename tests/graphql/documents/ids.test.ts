import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import {
  persistedQuery,
  type RequestParts,
  sendByGet,
  sendByPost,
  sha256,
} from '../../support/graphql-requests.js';
import { post } from '../../support/http.js';
import {
  apolloManifest,
  createManifestFolder,
  type ManifestFolder,
} from '../../support/manifests.js';
import { item, type Service, startService } from '../../support/service.js';

const one = 'query One($id: ID!) { record(id: $id) { title } }';
const list = 'query List { records { totalCount } }';
const two = `${list}\nquery Other { sites { nodes { host } } }`;
const hex = sha256(one);
// Relay's ids are hashes of this kind.
const md5 = 'd41d8cd98f00b204e9800998ecf8427e';
const variables = { id: 1 };
const answer = { data: { record: { title: 'A title' } } };

let folder: ManifestFolder;
let service: Service;
beforeAll(async () => {
  folder = await createManifestFolder();
  const manifests = [
    await folder.write('apollo.json', apolloManifest([one])),
    await folder.write('relay.json', {
      [md5]: one,
      'x-app:list/1': list,
    }),
    await folder
      .write('documents/several.graphql', `${two}\n`)
      .then(() => `${folder.path}/documents`),
  ];
  service = await startService({
    PERSISTED_OPERATIONS: 'only',
    // The cache has tests of its own.
    CACHE_MEGABYTES: '0',
    PERSISTED_MANIFESTS: ` ${manifests.join(' , ')},`,
  });
  await post(service.app, '/v1/bulk', [item()]);
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});
describe.each([
  ['POST', sendByPost],
  ['GET', sendByGet],
])('a document is found by %s when its id is sent', (_method, send) => {
  test.each<[string, RequestParts, string | undefined]>([
    ['as documentId', { documentId: hex }, undefined],
    ['as documentId with sha256:', { documentId: `sha256:${hex}` }, undefined],
    ['as the documentId from a map', { documentId: md5 }, undefined],
    ['in the path', {}, hex],
    ['in the path with sha256:', {}, `sha256:${hex}`],
    ['in the path, percent-encoded', {}, `sha256%3A${hex}`],
    ['as a hash in persistedQuery', { extensions: persistedQuery(hex) }, undefined],
    ['as an id from a map in persistedQuery', { extensions: persistedQuery(md5) }, undefined],
    [
      'in several ways that agree',
      { documentId: `sha256:${hex}`, extensions: persistedQuery(hex) },
      hex,
    ],
    ['beside other extensions', { documentId: hex, extensions: { client: 'x' } }, undefined],
  ])('%s', async (_how, sent, id) => {
    const response = await send(service, { ...sent, variables }, id);
    expect([response.statusCode, response.json()]).toEqual([200, answer]);
  });

  test('even with characters that ids should not contain, if the manifest has it', async () => {
    const response = await send(service, { documentId: 'x-app:list/1' });
    expect(response.json()).toEqual({ data: { records: { totalCount: 1 } } });
  });

  test('as the name of a file, with the name of one of its operations', async () => {
    const sent = { documentId: 'several', operationName: 'Other' };
    const response = await send(service, sent);
    expect(response.json()).toEqual({ data: { sites: { nodes: [{ host: 'www.example.com' }] } } });
  });
});
