import { mkdir, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson, typed } from '../../support/importing.js';
import { item } from '../../support/service.js';

let folder: ImportFolder;
let file: string;
beforeAll(async () => {
  folder = await importFolder();
  file = await folder.write('rows.ndjson', ndjson([item()]));
  await mkdir(folder.file('folder'));
});
afterAll(() => folder.remove());

const url = 'http://127.0.0.1:9';

describe('records import exits with 1 and a sentence', () => {
  test.each([
    [['--database', 'sqlite::memory:', '--url', url], 'Pass either --database or --url, not both.'],
    [['--token', 'x'], 'The option --token requires --url.'],
    [
      ['--database', 'postgres://me:secret@host/db'],
      'The option --database is "postgres://me:…@host/db"; it must be ',
    ],
    [
      ['--url', 'localhost:8000'],
      'The option --url is "localhost:8000"; it must be a URL like http://localhost:8000.',
    ],
    [['--token-file', 'x'], 'The option --token-file requires --url.'],
    [['--client', 'x'], 'The option --client requires --url.'],
    [['--url', url, '--token', 'q z'], 'The option --token has 3 characters, which are not a'],
    [['--url', url, '--token', ''], 'The option --token has 0 characters, which are not a'],
    [
      ['--url', url, '--token', 'x', '--token-file', 'y'],
      'Pass only one of --token and --token-file.',
    ],
    [
      ['--url', 'http://records.example', '--token', 'secret'],
      'The option --url is "http://records.example/graphql", over which a token is sent in plain text. Use https:, or pass --allow-plain-token if the network is trusted.',
    ],
    [
      ['--url', 'http://127.0.0.1.example', '--token-file', 'y'],
      'over which a token is sent in plain text.',
    ],
    [
      ['--url', 'http://me:secret@10.0.0.1'],
      'The option --url is "http://10.0.0.1/graphql", over which the password is sent in plain text.',
    ],
    [
      ['--url', url, '--token-file', '/no/file'],
      'The token file /no/file cannot be read (ENOENT).',
    ],
    [['--url', url, '--client', '/no/file'], 'The client file /no/file cannot be read (ENOENT).'],
    [
      ['--url', 'http://me:secret@127.0.0.1:9', '--token', 'x'],
      'Pass either a token or a user in --url, not both.',
    ],
    [['--url', url, '--retry-seconds', 'soon'], 'Expected a whole number of seconds.'],
    [['--source', ''], 'The option --source has 0 characters; it must have 1 to 255.'],
    [['--format', 'yaml'], 'Allowed choices are json, ndjson, csv, tsv, html, xml, xlsx, ods.'],
    [['--date-order', 'YMD'], 'Allowed choices are DMY, MDY.'],
    [['--progress', 'loud'], 'Allowed choices are bar, json, none.'],
    [['--map', 'link'], 'The map "link" has the part "link"'],
    [['--report', tmpdir()], `${tmpdir()} cannot be written (not a regular file).`],
    [['--rejects', '/no/folder/file'], '/no/folder/file cannot be written (ENOENT).'],
  ])('for %j', async (args, sentence) => {
    const { code, printed, errors } = await folder.import([file, ...args]);
    expect([code, printed, errors]).toEqual([1, '', expect.stringContaining(sentence)]);
    expect(errors).not.toMatch(/secret|q z/);
  });

  test.each([
    ['the report', ['--report', './rows.ndjson'], 'for --report, but is also an input'],
    ['the rejected rows', ['--rejects', './link'], 'for --rejects, but is also an input'],
    [
      'one of two outputs',
      ['--rejects', './new', '--report', './folder/../new'],
      'for --report, but is also given for --rejects',
    ],
    ['a compressed output', ['--rejects', './r.csv.gz'], 'output is not compressed'],
  ])('before it would overwrite a file: %s', async (_what, args, sentence) => {
    await symlink('rows.ndjson', folder.file('link')).catch(() => {});
    const paths = args.map((arg) => arg.replace('./', `${folder.path}/`));
    const { code, printed, errors } = await folder.import([file, ...paths]);
    expect([code, printed, errors]).toEqual([1, '', expect.stringContaining(sentence)]);
    expect(await folder.read('rows.ndjson')).toBe(ndjson([item()]));
  });

  test.each([
    ['missing', 'ENOENT'],
    ['folder', 'EISDIR'],
  ])('before importing anything if a file cannot be read: %s', async (name, code) => {
    const path = folder.file(name);
    const ended = await folder.import([file, path, '--report', folder.file('report.json')]);
    expect(ended).toEqual({
      code: 1,
      printed: '',
      errors: `${path} cannot be read (${code}). Nothing was imported.\n`,
    });
  });

  test('if standard input is a TTY', async () => {
    const { code, errors } = await folder.import([], { isInputTty: true });
    expect([code, errors]).toEqual([1, expect.stringContaining('Nothing to import. Name')]);
  });

  test('if standard input is given twice', async () => {
    const { code, errors } = await folder.import(['-', '-'], typed(''));
    expect([code, errors]).toEqual([1, expect.stringContaining('given more than once')]);
  });
});
