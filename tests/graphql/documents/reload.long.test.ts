import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { post } from '../../support/http.js';
import {
  apolloManifest,
  got,
  type ManifestFolder,
  manifestFolder,
  posted,
  sha256,
} from '../../support/manifests.js';
import { item, type Service, startService } from '../../support/service.js';

const first = 'query First { records { totalCount } }';
const second = 'query Second { sites { nodes { host } } }';
const firstData = { records: { totalCount: 1 } };
const secondData = { sites: { nodes: [{ host: 'www.example.com' }] } };

let folder: ManifestFolder;
let service: Service;
let log: string[];
beforeEach(async () => {
  folder = await manifestFolder();
  log = [];
  const manifest = await folder.write('m.json', apolloManifest([first], ['named']));
  service = await startService(
    { PERSISTED_OPERATIONS: 'safelist', PERSISTED_MANIFESTS: manifest, LOG_LEVEL: 'info' },
    (line) => log.push(line),
  );
  await post(service.app, '/v1/bulk', [item()]);
});
afterEach(async () => {
  await service.stop();
  await folder.remove();
});

/** What each way of asking for the document is answered with: its data, or the code of the error. */
async function outcomes(query: string, documentId: string): Promise<unknown[]> {
  const answers = [
    await posted(service, { query }),
    await got(service, { query }),
    await posted(service, { documentId }),
    await got(service, { documentId }),
    await got(service, {}, documentId),
  ];
  return answers.map((answer) => {
    const { data, errors } = answer.json();
    return data ?? errors[0].extensions.code;
  });
}

test('new documents are taken, and old ones no more, also where their answers are cached', async () => {
  for (const _again of [1, 2]) {
    expect(await outcomes(first, 'named')).toEqual(Array(5).fill(firstData));
  }
  await folder.write('m.json', apolloManifest([second], ['new']));
  await service.app.reload();
  expect(log.at(-1)).toContain('The manifests were read anew: ');
  const [none, missing] = ['DOCUMENT_NOT_SAFELISTED', 'PERSISTED_DOCUMENT_NOT_FOUND'];
  expect(await outcomes(first, 'named')).toEqual([none, none, missing, missing, missing]);
  expect(await outcomes(second, 'new')).toEqual(Array(5).fill(secondData));
  expect(await outcomes(second, sha256(second))).toEqual(Array(5).fill(secondData));
});

test('an id may come to mean another document, also where its answer is cached', async () => {
  expect(await outcomes(first, 'named')).toContainEqual(firstData);
  await folder.write('m.json', apolloManifest([second], ['named']));
  await service.app.reload();
  expect(await outcomes(second, 'named')).toEqual(Array(5).fill(secondData));
});

describe('the documents of before stay, and the log says file and reason, when', () => {
  test.each<[string, unknown, string]>([
    ['the new manifest is no JSON', '{', 'm.json:1: It is no JSON: '],
    [
      'a document does not fit the schema',
      apolloManifest([first, 'query Bad { nothing }'], ['named', 'bad']),
      'm.json:12: The document \\"Bad\\" (id bad) does not fit the schema: Cannot query field ',
    ],
    [
      'an id says to be another hash',
      { [`sha256:${sha256(second)}`]: first },
      `m.json:2: The document of the id \\"sha256:${sha256(second)}\\" has not the hash `,
    ],
    [
      'an id is there twice',
      apolloManifest([first, second], ['named', 'named']),
      'm.json:6: The document \\"Second\\" (id named) has the id ',
    ],
  ])('%s', async (_when, manifest, sentence) => {
    await folder.write('m.json', manifest);
    await service.app.reload();
    const line = log.at(-1) ?? '';
    expect(JSON.parse(line).level).toBe(50);
    expect(line).toContain(`The new manifests are at fault, so those of before stay: `);
    expect(line).toContain(`${folder.path}/${sentence}`);
    expect(await outcomes(first, 'named')).toEqual(Array(5).fill(firstData));
  });

  test('the manifest is gone, until it is there again', async () => {
    await rm(`${folder.path}/m.json`);
    await service.app.reload();
    expect(log.at(-1)).toContain(`${folder.path}/m.json:1: It cannot be read (ENOENT).`);
    expect(await outcomes(first, 'named')).toEqual(Array(5).fill(firstData));
    await folder.write('m.json', apolloManifest([first, second], ['named', 'new']));
    await service.app.reload();
    expect(await outcomes(second, 'new')).toEqual(Array(5).fill(secondData));
  });
});

test('several readings at once end with the newest manifests', async () => {
  const readings = [service.app.reload()];
  for (let n = 0; n < 5; n++) {
    await folder.write('m.json', apolloManifest([first, second], ['named', `new-${n}`]));
    readings.push(service.app.reload());
  }
  await Promise.all(readings);
  expect(await outcomes(second, 'new-4')).toEqual(Array(5).fill(secondData));
});
