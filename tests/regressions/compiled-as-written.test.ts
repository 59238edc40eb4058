import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post } from '../support/http.js';
import { apolloManifest, type ManifestFolder, manifestFolder } from '../support/manifests.js';
import { item, type Service, startService } from '../support/service.js';

const times = 2;

let service: Service;
let folder: ManifestFolder;
beforeAll(async () => {
  folder = await manifestFolder();
  // Documents of a manifest are compiled.
  const manifest = await folder.write(
    'manifest.json',
    apolloManifest(cases.map(([, text]) => text)),
  );
  service = await startService({ CACHE_MEGABYTES: '0', PERSISTED_MANIFESTS: manifest });
  await service.importItems([item({ title: 'One' }), item({ title: 'Two' })]);
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

const cases: [string, string, object | undefined][] = [
  [
    'a condition at one of two uses of a fragment',
    '{ a: record(id: 1) { ...F @include(if: false) databaseId } b: record(id: 1) { ...F } } fragment F on Record { title }',
    { a: { databaseId: '1' }, b: { title: 'One' } },
  ],
  [
    'a condition at a fragment that two operations use',
    'query A { record(id: 1) { databaseId ...F @skip(if: true) } } query B { record(id: 1) { ...F } } fragment F on Record { title }',
    undefined,
  ],
  [
    'an alias that is no plain key of an object',
    '{ record(id: 1) { __proto__: title databaseId } }',
    JSON.parse('{ "record": { "__proto__": "One", "databaseId": "1" } }'),
  ],
];

test.each(cases)('%s', async (_what, query, expected) => {
  if (expected) {
    for (let time = 0; time < times; time++) {
      expect(JSON.stringify((await service.ask(query)).data)).toBe(JSON.stringify(expected));
    }
    return;
  }
  const askFor = async (operationName: string) =>
    (await post(service.app, '/graphql', { query, operationName })).json().data;
  for (let time = 0; time < times; time++) {
    expect(await askFor('A')).toEqual({ record: { databaseId: '1' } });
  }
  for (let time = 0; time < times; time++) {
    expect(await askFor('B')).toEqual({ record: { title: 'One' } });
  }
});
