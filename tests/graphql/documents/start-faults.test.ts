import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import {
  apolloManifest,
  createManifestFolder,
  type ManifestFolder,
} from '../../support/manifests.js';
import { testTerminal } from '../../support/terminal.js';

let folder: ManifestFolder;
beforeAll(async () => {
  folder = await createManifestFolder();
});
afterAll(() => folder.remove());

const good = 'query Good { __typename }';

async function start(...manifests: string[]) {
  const terminal = testTerminal({
    DATABASE_URL: 'sqlite::memory:',
    PORT: '0',
    LOG_LEVEL: 'silent',
    PERSISTED_MANIFESTS: manifests.join(','),
  });
  const code = await run(['serve'], terminal);
  return [code, terminal.errors().replaceAll(`${folder.path}/`, '')];
}

test('the service starts with valid manifests of every kind', async () => {
  const manifests = [
    await folder.write('apollo.json', apolloManifest([good], ['one'])),
    await folder.write('relay.json', { one: good, two: good }),
    await folder.write('documents/one.graphql', good),
  ];
  expect(await start(...manifests)).toEqual([0, '']);
});

test('the service does not start with a document that does not match the schema, and says where it is', async () => {
  const manifest = await folder.write(
    'unfit.json',
    apolloManifest([good, 'query Unfit { a }'], ['x', 'y']),
  );
  expect(await start(manifest)).toEqual([
    1,
    'unfit.json:12: The document "Unfit" (id y) does not match the schema: Cannot query field "a" on type "Query".\n',
  ]);
});

test('the service reports all faults of all manifests before it gives up', async () => {
  const manifests = [
    await folder.write('a.json', { one: '{ a }', two: '{ b }' }),
    `${folder.path}/missing.json`,
    await folder.write('b.json', '{'),
  ];
  const [code, errors] = await start(...manifests);
  expect(code).toBe(1);
  expect(String(errors).match(/^[^:]+:\d+: .{13}/gm)).toEqual([
    'missing.json:1: The manifest ',
    'b.json:1: The manifest ',
    'a.json:2: The document ',
    'a.json:3: The document ',
  ]);
});

test('the service does not start when two documents have the same id, and names both places', async () => {
  const manifests = [
    await folder.write('first.json', { same: good }),
    await folder.write('second.json', { other: good, same: '{ __typename }' }),
  ];
  expect(await start(...manifests)).toEqual([
    1,
    'second.json:3: The document with the id "same" has the id "same", which belongs to another document in first.json.\n',
  ]);
});

test('the service does not start when an id claims a hash that is not that of its document', async () => {
  const id = `sha256:${'0'.repeat(64)}`;
  expect(await start(await folder.write('hash.json', { [id]: good }))).toEqual([
    1,
    `hash.json:2: The document with the id "${id}" does not have the SHA-256 hash that its id claims.\n`,
  ]);
});
