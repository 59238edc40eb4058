import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type ImportFolder, importFolder, mixedCounts, mixedItems } from '../support/importing.js';
import type { TestDatabase } from '../support/servers/engines.js';
import { migratedDatabase, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

jest.setTimeout(60_000);

// Two chunks, of which the first one is done.
const rows = mixedItems(12_500);
const whole = JSON.stringify(rows);
const cutOff = JSON.stringify(rows.slice(0, 11_000)).slice(0, -10);

let database: TestDatabase;
let folder: ImportFolder;
beforeEach(async () => {
  database = await migratedDatabase();
  folder = await importFolder(database.url);
  await folder.write('rows.json', cutOff);
  const { code, errors } = await importing();
  expect(code).toBe(1);
  expect(errors).toMatch(
    /The input is cut off: it ends at byte \d+ .+ 10000 rows are done; the same command goes on from there\.\n$/s,
  );
});
afterEach(async () => {
  await folder.remove();
  await database.drop();
});

const importing = (...options: string[]) =>
  folder.import([folder.file('rows.json'), '--report', folder.file('report.json'), ...options]);

async function storedImports() {
  const service = await startService({ DATABASE_URL: database.url });
  try {
    const { imports } = await storedIn(service);
    return imports.map(({ received, inserted, finished_at }) => ({
      received,
      inserted,
      isFinished: finished_at !== null,
    }));
  } finally {
    await service.stop();
  }
}

const withOther = (place: number) =>
  rows.map((row, index) => (index === place ? { ...row, title: 'Other' } : row));

test('a file that was moved goes on', async () => {
  await folder.write('moved.json', whole);
  const report = folder.file('report.json');
  expect((await folder.import([folder.file('moved.json'), '--report', report])).code).toBe(2);
  expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(rows.length));
  expect(await storedImports()).toHaveLength(1);
});

test('where the first rows have changed it is another import', async () => {
  await folder.write('rows.json', JSON.stringify(withOther(5_000)));
  expect((await importing()).code).toBe(2);
  expect(await storedImports()).toMatchObject([
    { received: 10_000, isFinished: false },
    { received: rows.length, isFinished: true },
  ]);
});

test.each([
  ['the name of the source', ['--source', 'other']],
  ['the columns', ['--map', 'date=date']],
  ['the order of dates', ['--date-order', 'DMY']],
  ['the format', ['--format', 'json']],
  ['what apostrophes mean', ['--safe-csv']],
])('where %s has changed it is another import', async (_what, options) => {
  await folder.write('rows.json', whole);
  expect((await importing(...options)).code).toBe(2);
  expect(await storedImports()).toHaveLength(2);
});

test('with --restart an import begins anew', async () => {
  await folder.write('rows.json', whole);
  expect((await importing('--restart')).code).toBe(2);
  const imports = await storedImports();
  expect(imports).toMatchObject([
    { received: 10_000, isFinished: false },
    { received: rows.length, isFinished: true },
  ]);
  const inserted = imports.reduce((sum, each) => sum + Number(each.inserted), 0);
  expect(inserted).toBe(mixedCounts(rows.length).inserted);
});
