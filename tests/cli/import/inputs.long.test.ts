import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
  typed,
} from '../../support/importing.js';
import { item } from '../../support/service.js';
import { testTerminal } from '../../support/terminal.js';

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

describe('records import reads rows from', () => {
  test.each([
    ['rows.ndjson', rows],
    ['rows.jsonl', rows],
    ['rows.json', JSON.stringify(mixedItems(count))],
    ['items.json', JSON.stringify({ items: mixedItems(count) })],
    ['rows.ndjson.gz', gzipSync(rows)],
    ['rows.ndjson.zst', zstdCompressSync(rows)],
    ['rows', rows],
    ['rows-in-a-list', JSON.stringify(mixedItems(count))],
    ['compressed', gzipSync(rows)],
  ])('the file %s', async (name, content) => {
    const file = await folder.write(name, content);
    expect(await reportOf([file])).toMatchObject({ code: 2, ...mixedCounts(count) });
  });

  test('CSV with other column names, by --map', async () => {
    const rows = [
      'headline,link,published',
      'One,https://www.example.com/1,03/04/2014',
      '"Two, too",https://www.example.com/2,05/06/2014',
    ];
    const file = await folder.write('rows.csv', rows.join('\r\n'));
    const map = ['--map', 'title=headline,uri=link,date=published', '--date-order', 'DMY'];
    expect(await reportOf([file, ...map])).toMatchObject({ code: 0, inserted: 2 });
  });

  test('CSV for spreadsheets, without the apostrophes before formulas', async () => {
    const rows = "title,uri,date\r\n'=1+1,https://www.example.com/,2014-03-08\r\n";
    const file = await folder.write('rows.csv', rows);
    const env = { DATABASE_URL: `sqlite:${folder.file('records.db')}` };
    await reportOf([file, '--safe-csv'], { env });
    const terminal = testTerminal(env, { waitForStop: () => new Promise(() => {}) });
    await run(['export', '--format', 'csv'], terminal);
    expect(terminal.printed()).toContain('\r\n=1+1,');
  });

  test.each([[[]], [['-']]])('standard input, for the arguments %j', async (args) => {
    expect(await reportOf(args, typed(rows))).toMatchObject({
      code: 2,
      ...mixedCounts(count),
      files: [{ source: 'standard input' }],
    });
  });

  test('several files in turn', async () => {
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

  test('the same file twice, as duplicates', async () => {
    const file = await folder.write('rows.ndjson', ndjson([item()]));
    expect(await reportOf([file, file])).toMatchObject({ inserted: 1, duplicates: 1 });
  });
});

test('an empty file is imported with no rows', async () => {
  const file = await folder.write('empty.ndjson', '');
  expect(await reportOf([file])).toMatchObject({ code: 0, received: 0, files: [{ received: 0 }] });
});

test('a file in an unsupported format is refused with a sentence that names the format', async () => {
  const file = await folder.write('Unicode.txt', Buffer.from(rows, 'utf16le'));
  const { code, errors } = await folder.import([file, '--quiet']);
  expect(code).toBe(1);
  expect(errors).toMatch(
    /Unicode\.txt: The input is text in UTF-16LE without a byte order mark\. Add --encoding utf-16le to the command\. Nothing was stored\.\n$/,
  );
});

test('a truncated file ends the import before the next file is started', async () => {
  const cut = await folder.write('cut.ndjson.gz', gzipSync(rows).subarray(0, 500));
  const next = await folder.write('next.ndjson', rows);
  const { code, errors } = await folder.import([cut, next, '--quiet']);
  expect(code).toBe(1);
  expect(errors).toMatch(
    /^\S+cut\.ndjson\.gz: The input is cut off: it ends at byte 500, in the middle of its gzip data\. Nothing was stored\.\n$/,
  );
});

test.each(['rejects', 'rejects.ndjson', 'rejects.json', 'rejects.csv'])(
  'rejected rows can be corrected in the file %s and imported again',
  async (name) => {
    const items = [item(), item({ title: 'Wrong' }), item({ title: 'Wrong', uri: '/b' })];
    const wrong = items.map(({ title, ...rest }) => ({
      ...rest,
      title,
      ...(title === 'Wrong' && { date: 'May 23' }),
    }));
    const file = await folder.write('rows.ndjson', ndjson(wrong));
    const args = ['--database', `sqlite:${folder.file('records.db')}`];
    const rejects = folder.file(name);
    expect(await reportOf([file, ...args, '--rejects', rejects])).toMatchObject({
      code: 2,
      inserted: 1,
      reasons: { URI_RELATIVE: 1, DATE_WITHOUT_YEAR: 2 },
    });
    await folder.write(name, (await folder.read(name)).replaceAll('May 23', '2014-05-23'));
    expect(await reportOf([rejects, ...args])).toMatchObject({
      code: 2,
      inserted: 1,
      reasons: { URI_RELATIVE: 1 },
    });
  },
);

test('the file of rejected rows is empty if no row was rejected', async () => {
  const file = await folder.write('rows.ndjson', ndjson([item()]));
  await folder.write('rejects.json', 'before');
  expect(await reportOf([file, '--rejects', folder.file('rejects.json')])).toMatchObject({
    code: 0,
  });
  expect(await folder.readJson('rejects.json')).toEqual([]);
});
