import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
  typed,
} from '../../support/importing.js';
import { item } from '../../support/service.js';

const count = 100;
const rows = ndjson(mixedItems(count));

let folder: ImportFolder;
beforeEach(async () => {
  folder = await importFolder();
});
afterEach(() => folder.remove());

/** Imports, and returns the report. */
async function reportOf(args: readonly string[], given = {}) {
  const report = folder.file('report.json');
  const { code } = await folder.import([...args, '--quiet', '--report', report], given);
  return { code, ...(await folder.readJson<Record<string, unknown>>('report.json')) };
}

describe('rows are taken from', () => {
  test.each([
    ['rows.ndjson', rows],
    ['rows.jsonl', rows],
    ['rows.json', JSON.stringify(mixedItems(count))],
    ['items.json', JSON.stringify({ items: mixedItems(count) })],
    ['rows.ndjson.gz', gzipSync(rows)],
    ['rows.ndjson.zst', zstdCompressSync(rows)],
    ['rows', rows],
    ['rows-in-a-list', JSON.stringify(mixedItems(count))],
    ['packed', gzipSync(rows)],
  ])('the file %s', async (name, content) => {
    const file = await folder.write(name, content);
    expect(await reportOf([file])).toMatchObject({ code: 2, ...mixedCounts(count) });
  });

  test('CSV whose columns have other names', async () => {
    const file = await folder.write(
      'rows.csv',
      'headline;link;published\r\n'.replaceAll(';', ',') +
        'One,https://www.example.com/1,03/04/2014\r\n"Two, too",https://www.example.com/2,05/06/2014\r\n',
    );
    const map = ['--map', 'title=headline,uri=link,date=published', '--date-order', 'DMY'];
    expect(await reportOf([file, ...map])).toMatchObject({ code: 0, inserted: 2 });
  });

  test('an export of CSV for spreadsheets', async () => {
    const file = await folder.write(
      'rows.csv',
      "title,uri,date\r\n'=1+1,https://www.example.com/,2014-03-08\r\n",
    );
    const both = await folder.write('both.csv', '=1+1,https://www.example.com/,2014-03-08\r\n');
    expect(await reportOf([file, '--safe-csv'])).toMatchObject({ code: 0, inserted: 1 });
    expect(both).toBeDefined();
  });

  test.each([[[]], [['-']]])('standard input by %j', async (args) => {
    expect(await reportOf(args, typed(rows))).toMatchObject({
      code: 2,
      ...mixedCounts(count),
      files: [{ source: 'standard input' }],
    });
  });

  test('several files, one after the other', async () => {
    const first = await folder.write('first.ndjson', ndjson([item({ title: 'a' })]));
    const second = await folder.write(
      'second.json',
      JSON.stringify([item({ title: 'a' }), item({ title: 'b' })]),
    );
    expect(
      await reportOf([first, '-', second], typed(ndjson([item({ title: 'b' })]))),
    ).toMatchObject({
      code: 0,
      received: 4,
      inserted: 2,
      duplicates: 2,
      files: [
        { source: first, received: 1, inserted: 1 },
        { source: 'standard input', received: 1, inserted: 1 },
        { source: second, received: 2, duplicates: 2 },
      ],
    });
  });

  test('the same file twice', async () => {
    const file = await folder.write('rows.ndjson', ndjson([item()]));
    expect(await reportOf([file, file])).toMatchObject({ inserted: 1, duplicates: 1 });
  });
});

test('a file without rows is imported as such', async () => {
  const file = await folder.write('empty.ndjson', '');
  expect(await reportOf([file])).toMatchObject({ code: 0, received: 0, files: [{ received: 0 }] });
});

test('a file that is cut off is imported as far as it goes, and those after it are not begun', async () => {
  const cut = await folder.write('cut.ndjson.gz', gzipSync(rows).subarray(0, 500));
  const next = await folder.write('next.ndjson', rows);
  const { code, errors } = await folder.import([cut, next, '--quiet']);
  expect(code).toBe(1);
  expect(errors).toMatch(
    /^\S+cut\.ndjson\.gz: The input is cut off: it ends at byte 500, .*rows are done; the same command goes on from there\.\n$/,
  );
});

test('rejected rows can be corrected and imported again', async () => {
  const items = [item(), item({ title: '' }), item({ date: 'May 23' })];
  const file = await folder.write('rows.ndjson', `${ndjson(items)}no JSON\n`);
  const rejects = folder.file('rejects.ndjson');
  const database = `sqlite:${folder.file('records.db')}`;
  const args = ['--quiet', '--database', database];
  expect((await folder.import([file, ...args, '--rejects', rejects])).code).toBe(2);
  const lines = (await folder.read('rejects.ndjson')).trim().split('\n');
  expect(lines.map((line) => JSON.parse(line).line)).toEqual([2, 3, 4]);
  const corrected = lines
    .map((line) => ({ ...JSON.parse(line), title: 'Corrected', date: '2014-05-23' }))
    .filter(({ uri }) => uri !== null);
  const again = await folder.write('corrected.ndjson', ndjson(corrected));
  expect(await reportOf([again, ...args])).toMatchObject({ code: 0, inserted: 1, duplicates: 1 });
});
