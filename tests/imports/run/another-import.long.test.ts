import { expect, jest, test } from '@jest/globals';
import { cutOffImport } from '../../support/cut-off-import.js';
import { mixedCounts } from '../../support/importing.js';

jest.setTimeout(60_000);

// Two chunks, of which the first one is done.
const { rows, folder, write, withOther, importing, stored } = cutOffImport(12_500, 11_000, 10_000);

test('the import of a file is resumed after the file was moved', async () => {
  await write(rows, 'moved.json');
  expect((await importing([], 'moved.json')).code).toBe(2);
  expect(await folder().readJson('report.json')).toMatchObject(mixedCounts(rows.length));
  expect(await stored()).toHaveLength(1);
});

test('a file with other first rows is another import', async () => {
  await write(withOther(5_000));
  expect((await importing()).code).toBe(2);
  expect(await stored()).toMatchObject([
    { received: 10_000, isFinished: false },
    { received: rows.length, isFinished: true },
  ]);
});

test.each([
  ['the name of the source', ['--source', 'other']],
  ['the columns', ['--map', 'date=date']],
  ['the order of dates', ['--date-order', 'DMY']],
  ['the zones', ['--zones', 'CST=-06:00']],
  ['the format', ['--format', 'json']],
  ['what apostrophes mean', ['--safe-csv']],
])('the same file with another %s is another import', async (_what, options) => {
  await write(rows);
  expect((await importing(options)).code).toBe(2);
  expect(await stored()).toHaveLength(2);
});

test('--restart begins the import of a file again', async () => {
  await write(rows);
  expect((await importing(['--restart'])).code).toBe(2);
  const imports = await stored();
  expect(imports).toMatchObject([
    { received: 10_000, isFinished: false },
    { received: rows.length, isFinished: true },
  ]);
  const inserted = imports.reduce((sum, each) => sum + Number(each.inserted), 0);
  expect(inserted).toBe(mixedCounts(rows.length).inserted);
});
