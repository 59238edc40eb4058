import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Answered, observed } from '../../support/cached.js';
import { send } from '../../support/http.js';
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
import { item, type Service, startService } from '../../support/service.js';

const query = 'query Count($filter: RecordFilter) { records(filter: $filter) { totalCount } }';
const id = sha256(query);

let folder: ManifestFolder;
let service: Service;
beforeAll(async () => {
  folder = await manifestFolder();
  const manifest = await folder.write('m.json', apolloManifest([query]));
  service = await startService({ PERSISTED_MANIFESTS: manifest });
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

type Way = readonly [typeof posted, Sent, string?];

const ways: Record<string, Way> = {
  'a POST by documentId': [posted, { documentId: id }],
  'a POST by an id in the path': [posted, {}, id],
  'a POST by hash': [posted, { extensions: persistedQuery(id) }],
  'a POST by text': [posted, { query }],
  'a GET by documentId': [got, { documentId: id }],
  'a GET by documentId with its prefix': [got, { documentId: `sha256:${id}` }],
  'a GET by an id in the path': [got, {}, id],
  'a GET by hash': [got, { extensions: persistedQuery(id) }],
  'a GET by text': [got, { query }],
};

const ask = ([sendBy, sent, at]: Way, variables?: object): Promise<Answered> =>
  observed(service, () => sendBy(service, { ...sent, ...(variables && { variables }) }, at));

describe.each(Object.entries(ways))('what %s made is found', (_name, first) => {
  test.each(Object.entries(ways))('by %s', async (_other, second) => {
    await service.importItems([item({ title: `${Math.random()}` })]);
    const made = await ask(first);
    const found = await ask(second);
    expect([made.cached, found.cached, found.json()]).toEqual([false, true, made.json()]);
  });
});

test('other variables and another document are other entries', async () => {
  await service.importItems([item({ title: 'Of its own' })]);
  const way: Way = [got, {}, id];
  const answers = [
    await ask(way),
    await ask(way, { filter: { title: { contains: 'its own' } } }),
    await ask(way, { filter: { title: { contains: 'nothing' } } }),
  ];
  expect(answers.map(({ cached }) => cached)).toEqual([false, false, false]);
  const counts = answers.map((answer) => answer.json().data.records.totalCount);
  expect(counts.slice(1)).toEqual([1, 0]);
});

test('a GET by id has an ETag, and is answered with 304 to whoever has it', async () => {
  const url = `/graphql/sha256:${id}?variables={}`;
  const headers = { 'apollo-require-preflight': 'true' };
  const { etag, 'cache-control': control } = (await send(service.app, { url, headers })).headers;
  expect(control).toBe('public, max-age=0, must-revalidate');
  const again = await send(service.app, {
    url,
    headers: { ...headers, 'if-none-match': String(etag) },
  });
  expect([again.statusCode, again.body]).toEqual([304, '']);
});
