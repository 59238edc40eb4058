import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
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

async function check(...files: string[]) {
  const terminal = testTerminal({ DATABASE_URL: 'nonsense' });
  const code = await run(['operations', 'check', ...files], terminal);
  const errors = terminal.errors().replaceAll(`${folder.path}/`, '');
  return { code, errors, printed: terminal.printed() };
}

const good = 'query Good { sites { nodes { host } } }';
const bad = 'query Bad {\n  record(id: 1) { id }\n  nothing\n}';

test('records operations check accepts valid manifests of every kind with exit code 0', async () => {
  const files = [
    await folder.write('apollo.json', apolloManifest([good])),
    await folder.write('relay.json', { abc: good, def: 'mutation M { __typename }' }),
    await folder.write('folder/deep/one.graphql', good),
    await folder.write('single.graphql', good),
  ];
  expect(await check(...files)).toEqual({
    code: 0,
    errors: '',
    printed: '5 documents checked; all are valid.\n',
  });
});

describe('records operations check reports file, line, document and reason, with exit code 1, of a fault in', () => {
  const reason = 'does not match the schema: Cannot query field "nothing" on type "Query".';

  test('a manifest of Apollo’s format', async () => {
    const file = await folder.write('a.json', apolloManifest([good, bad], ['id-1', 'id-2']));
    expect(await check(file)).toMatchObject({
      code: 1,
      errors: `a.json:12: The document "Bad" (id id-2) ${reason}\n`,
    });
  });

  test('a map of Relay or codegen', async () => {
    const file = await folder.write('map.json', { 'a"1': good, 'b"2': bad });
    expect((await check(file)).errors).toBe(
      `map.json:3: The document with the id "b"2" ${reason}\n`,
    );
  });

  test('a folder of documents', async () => {
    await folder.write('documents/good.graphql', good);
    await folder.write('documents/deep/bad.gql', bad);
    const { errors } = await check(`${folder.path}/documents`);
    expect(errors).toBe(`documents/deep/bad.gql:3: The document "bad" ${reason}\n`);
  });

  test('a second document with the same id', async () => {
    const file = await folder.write('twice.json', apolloManifest([good, `${good} `], ['x', 'x']));
    expect((await check(file)).errors).toMatch(
      /^twice\.json:\d+: The document "Good" \(id x\) has the id "x", which belongs to another document in twice\.json\./,
    );
  });

  test('each of several manifests', async () => {
    const files = [
      await folder.write('one.json', { a: bad, b: '{' }),
      await folder.write('two.json', { c: bad, d: good }),
    ];
    const { code, errors } = await check(...files);
    expect(code).toBe(1);
    expect(errors.match(/^\S+:\d+: The document with the id "\w"/gm)).toEqual([
      'one.json:3: The document with the id "b"',
      'one.json:2: The document with the id "a"',
      'two.json:2: The document with the id "c"',
    ]);
  });
});

describe('records operations check rejects a manifest when', () => {
  test.each<[string, unknown, string]>([
    ['it is not JSON', '{\n  "a": "{ x }",\n}', '3: The manifest is not valid JSON: '],
    ['it is empty', '', '1: The manifest is not valid JSON: '],
    ['it is a list', [], '1: Unknown manifest format; expected {"format"'],
    ['it is a number', '1', '1: Unknown manifest format; expected '],
    [
      'it is of a later version',
      { format: 'apollo-persisted-query-manifest', version: 2, operations: [] },
      '1: Unknown manifest format; expected ',
    ],
    [
      'an operation has no id',
      apolloManifest([good], ['']),
      '4: The "id" of operation 1 must be a non-empty string.',
    ],
    [
      'an entry is not a string',
      { a: good, b: 1 },
      '3: The document with the id "b" must be a string: ',
    ],
    ['a document is empty', { a: '' }, '2: The document with the id "a" cannot be parsed: '],
    [
      'a document has no operation',
      { a: 'fragment F on Record { id }' },
      '2: The document with the id "a" does not match the schema: Fragment "F" is never used.',
    ],
    [
      'a document has a subscription',
      { a: 'subscription { a }' },
      '2: The document with the id "a" does not match the schema: The document has a subscription; ',
    ],
  ])('%s', async (_when, content, sentence) => {
    const { code, errors } = await check(await folder.write('faulty.json', content));
    expect([code, errors]).toEqual([1, expect.stringContaining(`faulty.json:${sentence}`)]);
  });

  test('it does not exist, or is a folder without documents', async () => {
    await folder.write('no-documents/readme.txt', 'Nothing.');
    const { code, errors } = await check(`${folder.path}/missing`, `${folder.path}/no-documents`);
    expect([code, errors]).toEqual([
      1,
      'missing:1: The manifest cannot be read (ENOENT).\nno-documents:1: The folder contains no .graphql file.\n',
    ]);
  });
});
