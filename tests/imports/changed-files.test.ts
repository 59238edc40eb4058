import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type ImportFolder, importFolder, mixedCounts, mixedItems } from '../support/importing.js';
import type { TestDatabase } from '../support/servers/engines.js';
import { migratedDatabase, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

jest.setTimeout(60_000);

const rows = mixedItems(30_500);
const whole = JSON.stringify(rows);
// It breaks off in the third chunk.
const cutOff = JSON.stringify(rows.slice(0, 25_000)).slice(0, -10);

let database: TestDatabase;
let folder: ImportFolder;
beforeEach(async () => {
  database = await migratedDatabase();
  folder = await importFolder(database.url);
  await folder.write('rows.json', cutOff);
  const { code, errors } = await importing();
  expect(code).toBe(1);
  expect(errors).toMatch(
    /The input is cut off: it ends at byte \d+ .+ 20000 rows are done; the same command goes on from there\.\n$/s,
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

test('a file that broke off goes on when it is whole', async () => {
  await folder.write('rows.json', whole);
  expect((await importing()).code).toBe(2);
  const counts = mixedCounts(rows.length);
  expect(await folder.readJson('report.json')).toMatchObject(counts);
  expect(await storedImports()).toEqual([
    { received: counts.received, inserted: counts.inserted, isFinished: true },
  ]);
});

const withOther = (place: number) =>
  rows.map((row, index) => (index === place ? { ...row, title: 'Other' } : row));

test.each([
  ['a row that is done has changed', withOther(15_000)],
  ['rows that are done are missing', rows.slice(0, 15_000)],
])('where %s the import does not go on, and nothing is stored', async (_, items) => {
  await folder.write('rows.json', JSON.stringify(items));
  const { code, errors } = await importing();
  expect(code).toBe(1);
  expect(errors).toMatch(
    /rows\.json has changed since its import was begun, which had 20000 rows done; import it from its beginning by --restart\./,
  );
  expect(await storedImports()).toMatchObject([{ received: 20_000, isFinished: false }]);
});

test('a file whose next row is none after all is finished by what is done', async () => {
  await folder.write('rows.json', JSON.stringify(rows.slice(0, 20_000)));
  expect((await importing()).code).toBe(2);
  expect(await storedImports()).toMatchObject([{ received: 20_000, isFinished: true }]);
});
