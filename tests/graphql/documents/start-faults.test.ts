import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { apolloManifest, type ManifestFolder, manifestFolder } from '../../support/manifests.js';
import { testTerminal } from '../../support/terminal.js';

let folder: ManifestFolder;
beforeAll(async () => {
  folder = await manifestFolder();
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

test('good manifests of all kinds start', async () => {
  const manifests = [
    await folder.write('apollo.json', apolloManifest([good], ['one'])),
    await folder.write('relay.json', { one: good, two: good }),
    await folder.write('documents/one.graphql', good),
  ];
  expect(await start(...manifests)).toEqual([0, '']);
});

test('a document that does not fit the schema is told in a sentence', async () => {
  const manifest = await folder.write(
    'unfit.json',
    apolloManifest([good, 'query Unfit { a }'], ['x', 'y']),
  );
  expect(await start(manifest)).toEqual([
    1,
    'unfit.json:12: The document "Unfit" (id y) does not fit the schema: Cannot query field "a" on type "Query".\n',
  ]);
});

test('all faults of all manifests are told', async () => {
  const manifests = [
    await folder.write('a.json', { one: '{ a }', two: '{ b }' }),
    `${folder.path}/missing.json`,
    await folder.write('b.json', '{'),
  ];
  const [code, errors] = await start(...manifests);
  expect(code).toBe(1);
  expect(String(errors).match(/^[^:]+:\d+: .{13}/gm)).toEqual([
    'missing.json:1: It cannot be ',
    'b.json:1: It is no JSON',
    'a.json:2: The document ',
    'a.json:3: The document ',
  ]);
});

test('one id for two documents is told with both places', async () => {
  const manifests = [
    await folder.write('first.json', { same: good }),
    await folder.write('second.json', { other: good, same: '{ __typename }' }),
  ];
  expect(await start(...manifests)).toEqual([
    1,
    'second.json:3: The document of the id "same" has the id "same", which in first.json is that of another document.\n',
  ]);
});

test('an id that says to be a hash, and is that of another document, is told', async () => {
  const id = `sha256:${'0'.repeat(64)}`;
  expect(await start(await folder.write('hash.json', { [id]: good }))).toEqual([
    1,
    `hash.json:2: The document of the id "${id}" has not the hash that its id names.\n`,
  ]);
});
