import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { sha256 } from '../../support/graphql-requests.js';
import { createManifestFolder, type ManifestFolder } from '../../support/manifests.js';
import { testTerminal } from '../../support/terminal.js';

let folder: ManifestFolder;
beforeEach(async () => {
  folder = await createManifestFolder();
});
afterEach(() => folder.remove());

async function build(files: Record<string, string>) {
  for (const [name, text] of Object.entries(files)) await folder.write(`operations/${name}`, text);
  const output = join(folder.path, 'manifest.json');
  const terminal = testTerminal({ DATABASE_URL: 'nonsense' });
  const source = join(folder.path, 'operations');
  const code = await run(['operations', 'build', source, '--output', output], terminal);
  return { code, output, errors: terminal.errors().replaceAll(`${source}/`, '') };
}

test('records operations build lists each operation by name, with the hash of its body as its id', async () => {
  const { code, output } = await build({
    'b.graphql': 'query Second { sites { nodes { host } } }\nquery Third { __typename }',
    'deeper/a.graphql': '# A comment\nquery First ($id:ID!) {record(id:$id){id}}',
    'notes.txt': 'Not read.',
  });
  expect(code).toBe(0);
  const first = 'query First($id: ID!) {\n  record(id: $id) {\n    id\n  }\n}';
  const { format, version, operations } = JSON.parse(await readFile(output, 'utf8'));
  expect([format, version]).toEqual(['apollo-persisted-query-manifest', 1]);
  expect(operations[0]).toEqual({ id: sha256(first), name: 'First', type: 'query', body: first });
  expect(operations.map(({ name }: { name: string }) => name)).toEqual([
    'First',
    'Second',
    'Third',
  ]);
});

test('records operations build adds to an operation the fragments that it uses, from any file, and no others', async () => {
  const { output } = await build({
    'a.graphql': 'query A { record(id: 1) { ...Whole } }',
    'b.graphql': 'query B { site(host: "a") { host } }',
    'fragments.graphql':
      'fragment Whole on Record { title site { ...Host } } fragment Host on Site { host }',
  });
  const { operations } = JSON.parse(await readFile(output, 'utf8'));
  const [a, b] = operations.map(({ body }: { body: string }) => body.match(/fragment \w+/g));
  expect([a, b]).toEqual([['fragment Host', 'fragment Whole'], null]);
});

test('records operations build prefers a fragment of the same file to one of another file', async () => {
  const { output } = await build({
    'a.graphql': 'query A { record(id: 1) { ...F } } fragment F on Record { title }',
    'b.graphql': 'query B { record(id: 1) { ...F } } fragment F on Record { uri }',
  });
  const { operations } = JSON.parse(await readFile(output, 'utf8'));
  const fields = operations.map(({ body }: { body: string }) => /title|uri/.exec(body)?.[0]);
  expect(fields).toEqual(['title', 'uri']);
});

test('records operations build writes the same manifest however files are formatted and named', async () => {
  const one = await build({ 'a.graphql': 'query A { __typename }\nquery B { __typename }' });
  const before = await readFile(one.output, 'utf8');
  await folder.remove();
  const other = await build({
    'z.graphql': 'query  A {\n\n __typename }',
    'a.gql': 'query B{__typename}',
  });
  expect(await readFile(other.output, 'utf8')).toBe(before);
});

describe('records operations build writes nothing and reports every fault with its place when', () => {
  test.each<[string, Record<string, string>, string]>([
    [
      'a field is unknown',
      { 'a.graphql': 'query A {\n  record(id: 1) {\n    titel\n  }\n}' },
      'a.graphql:3: The document "a" does not match the schema: Cannot query field "titel" on type "Record". Did you mean "title", "site", or "date"?\n',
    ],
    [
      'the syntax is wrong',
      { 'a.graphql': 'query A {\n' },
      'a.graphql:2: The document cannot be parsed: Syntax Error: Expected Name, found <EOF>.\n',
    ],
    [
      'a fragment of another file is invalid',
      {
        'a.graphql': 'query A { record(id: 1) { ...F } }',
        'f.graphql': 'fragment F on Record {\n  nothing\n}',
      },
      'f.graphql:2: The document "a" does not match the schema: Cannot query field "nothing" on type "Record".\n',
    ],
    [
      'a fragment is missing',
      { 'a.graphql': 'query A { record(id: 1) { ...F } }' },
      'a.graphql:1: The document "a" does not match the schema: Unknown fragment "F".\n',
    ],
    [
      'an operation has no name',
      { 'a.graphql': '\n{ __typename }' },
      'a.graphql:2: The operation has no name, which a manifest requires.\n',
    ],
    [
      'two operations have the same name',
      { 'a.graphql': 'query A { __typename }', 'b.graphql': 'query A { __typename }' },
      'b.graphql:1: Another operation is also named "A"; names must be unique.\n',
    ],
    [
      'a fragment is defined in two other files',
      {
        'a.graphql': 'query A { record(id: 1) { ...F } }',
        'b.graphql': 'fragment F on Record { id }',
        'c.graphql': 'fragment F on Record { title }',
      },
      'a.graphql:1: The document "a" uses the fragment "F", which several other files define.\n',
    ],
    [
      'several files are faulty',
      {
        'a.graphql': 'query A { a }',
        'b.graphql': 'query B {',
        'c.graphql': 'query C { __typename }',
      },
      'b.graphql:1: The document cannot be parsed: Syntax Error: Expected Name, found <EOF>.\na.graphql:1: The document "a" does not match the schema: Cannot query field "a" on type "Query".\n',
    ],
  ])('%s', async (_when, files, message) => {
    const { code, errors } = await build(files);
    expect([code, errors]).toEqual([1, message]);
    expect(await readdir(folder.path)).toEqual(['operations']);
  });

  test('the folder does not exist', async () => {
    const missing = join(folder.path, 'missing');
    const terminal = testTerminal();
    expect(await run(['operations', 'build', missing], terminal)).toBe(1);
    expect(terminal.errors()).toBe(`${missing}:1: The manifest cannot be read (ENOENT).\n`);
  });
});

test('records operations build reports in one sentence that a file cannot be written', async () => {
  await folder.write('operations/a.graphql', 'query A { __typename }');
  const [source, output] = [join(folder.path, 'operations'), join(folder.path, 'no/manifest.json')];
  const terminal = testTerminal();
  expect(await run(['operations', 'build', source, '--output', output], terminal)).toBe(1);
  expect(terminal.errors()).toBe(`${output} cannot be written (ENOENT). Nothing was written.\n`);
});
