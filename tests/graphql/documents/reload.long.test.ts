import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { sendByGet, sendByPost, sha256 } from '../../support/graphql-requests.js';
import { post } from '../../support/http.js';
import { apolloManifest } from '../../support/manifests.js';
import {
  type OperationsService,
  startOperationsService,
} from '../../support/operations-service.js';
import { item } from '../../support/service.js';

const first = 'query First { records { totalCount } }';
const second = 'query Second { sites { nodes { host } } }';
const firstData = { records: { totalCount: 1 } };
const secondData = { sites: { nodes: [{ host: 'www.example.com' }] } };

let service: OperationsService;
beforeEach(async () => {
  service = await startOperationsService(apolloManifest([first], ['named']), {
    PERSISTED_OPERATIONS: 'safelist',
    LOG_LEVEL: 'info',
  });
  await post(service.app, '/v1/bulk', [item()]);
});
afterEach(() => service.stop());

const writeManifest = (content: unknown) => service.folder.write('manifest.json', content);
const lastLine = () => service.log.at(-1) ?? '';

/** The outcome of each way to request the document: its data, or the code of the error. */
async function outcomes(query: string, documentId: string): Promise<unknown[]> {
  const answers = [
    await sendByPost(service, { query }),
    await sendByGet(service, { query }),
    await sendByPost(service, { documentId }),
    await sendByGet(service, { documentId }),
    await sendByGet(service, {}, documentId),
  ];
  return answers.map((answer) => {
    const { data, errors } = answer.json();
    return data ?? errors[0].extensions.code;
  });
}

test('after a reload, new documents are accepted and old ones are not, even if their responses are cached', async () => {
  for (const _again of [1, 2]) {
    expect(await outcomes(first, 'named')).toEqual(Array(5).fill(firstData));
  }
  await writeManifest(apolloManifest([second], ['new']));
  await service.app.reload();
  expect(lastLine()).toContain('The manifests were reloaded: ');
  const [notListed, notFound] = ['DOCUMENT_NOT_SAFELISTED', 'PERSISTED_DOCUMENT_NOT_FOUND'];
  expect(await outcomes(first, 'named')).toEqual([
    notListed,
    notListed,
    notFound,
    notFound,
    notFound,
  ]);
  expect(await outcomes(second, 'new')).toEqual(Array(5).fill(secondData));
  expect(await outcomes(second, sha256(second))).toEqual(Array(5).fill(secondData));
});

test('after a reload, an id can stand for another document, even if its response is cached', async () => {
  expect(await outcomes(first, 'named')).toContainEqual(firstData);
  await writeManifest(apolloManifest([second], ['named']));
  await service.app.reload();
  expect(await outcomes(second, 'named')).toEqual(Array(5).fill(secondData));
});

describe('a reload keeps the previous documents, and logs the file and the reason, when', () => {
  test.each<[string, unknown, string]>([
    ['the new manifest is not JSON', '{', 'manifest.json:1: The manifest is not valid JSON: '],
    [
      'a document does not match the schema',
      apolloManifest([first, 'query Bad { nothing }'], ['named', 'bad']),
      'manifest.json:12: The document \\"Bad\\" (id bad) does not match the schema: Cannot query field ',
    ],
    [
      'an id claims to be another hash',
      { [`sha256:${sha256(second)}`]: first },
      `manifest.json:2: The document with the id \\"sha256:${sha256(second)}\\" does not have the SHA-256 hash `,
    ],
    [
      'two documents have the same id',
      apolloManifest([first, second], ['named', 'named']),
      'manifest.json:6: The document \\"Second\\" (id named) has the id ',
    ],
  ])('%s', async (_when, manifest, sentence) => {
    await writeManifest(manifest);
    await service.app.reload();
    const line = lastLine();
    expect(JSON.parse(line).level).toBe(50);
    expect(line).toContain('The new manifests are faulty, so the previous ones stay in use: ');
    expect(line).toContain(`${service.folder.path}/${sentence}`);
    expect(await outcomes(first, 'named')).toEqual(Array(5).fill(firstData));
  });

  test('the manifest is missing, until it exists again', async () => {
    await rm(`${service.folder.path}/manifest.json`);
    await service.app.reload();
    expect(lastLine()).toContain(
      `${service.folder.path}/manifest.json:1: The manifest cannot be read (ENOENT).`,
    );
    expect(await outcomes(first, 'named')).toEqual(Array(5).fill(firstData));
    await writeManifest(apolloManifest([first, second], ['named', 'new']));
    await service.app.reload();
    expect(await outcomes(second, 'new')).toEqual(Array(5).fill(secondData));
  });
});

test('concurrent reloads end with the newest manifests', async () => {
  const reloads = [service.app.reload()];
  for (let n = 0; n < 5; n++) {
    await writeManifest(apolloManifest([first, second], ['named', `new-${n}`]));
    reloads.push(service.app.reload());
  }
  await Promise.all(reloads);
  expect(await outcomes(second, 'new-4')).toEqual(Array(5).fill(secondData));
});
