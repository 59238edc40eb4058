import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../../../src/cli/run.js';
import { type ImportFolder, importFolder, ndjson } from '../../../support/importing.js';
import { item } from '../../../support/service.js';
import { testTerminal } from '../../../support/terminal.js';

let folder: ImportFolder;
beforeEach(async () => {
  folder = await importFolder();
  folder.env.DATABASE_URL = `sqlite:${folder.file('records.db')}`;
});
afterEach(() => folder.remove());

const rows = [
  item({ title: 'Tab\t, comma, "quotes" and\nlines', date: '1 Mai' }),
  item({ title: '=1+1', uri: '/relative' }),
  item({ title: "'@guarded", date: '31 juin 2014' }),
];

const readLines = async (name: string): Promise<Record<string, unknown>[]> =>
  (await folder.read(name))
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

async function exportedTitles() {
  const terminal = testTerminal(folder.env, { waitForStop: () => new Promise(() => {}) });
  expect(await run(['export', '--format', 'ndjson'], terminal)).toBe(0);
  return terminal
    .printed()
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).title);
}

describe.each([
  ['rejects', []],
  ['rejects.ndjson', []],
  ['rejects.json', []],
  ['rejects.csv', []],
  ['rejects.tsv', []],
  ['rejects.csv', ['--safe-csv']],
])('rejected rows in the file %s, with the options %j', (name, options) => {
  test('are rejected again unchanged, and imported once they are corrected', async () => {
    const [file, rejects] = [await folder.write('rows.ndjson', ndjson(rows)), folder.file(name)];
    expect((await folder.import([file, '--rejects', rejects, ...options])).code).toBe(2);
    const again = ['--rejects', folder.file('again.ndjson'), ...options];
    expect((await folder.import([rejects, ...again])).code).toBe(2);
    expect(await readLines('again.ndjson')).toMatchObject(
      rows.map((row) => ({ ...row, source: rejects })),
    );

    const corrected = (await folder.read(name))
      .replace('1 Mai', '1 Mai 2014')
      .replace('/relative', 'https://example.com/')
      .replace('31 juin 2014', '30 juin 2014');
    await folder.write(name, corrected);
    const { code, errors } = await folder.import([rejects, '--quiet', ...options]);
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    expect(new Set(await exportedTitles())).toEqual(
      new Set(['Tab , comma, "quotes" and lines', '=1+1', "'@guarded"]),
    );
  });
});

test('rejected rows of several files name their file', async () => {
  const files = await Promise.all(
    ['first', 'second'].map((title) =>
      folder.write(`${title}.ndjson`, ndjson([item({ title, date: 'never' })])),
    ),
  );
  await folder.import([...files, '--rejects', folder.file('rejects.ndjson')]);
  expect(await readLines('rejects.ndjson')).toMatchObject([
    { title: 'first', source: files[0], line: 1 },
    { title: 'second', source: files[1], line: 1 },
  ]);
});
