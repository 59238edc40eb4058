import { copyFile, readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import { item, migrate } from '../../support/service.js';

const Sqlite = createRequire(import.meta.url)('better-sqlite3');

let folder: ImportFolder;
let rows: string;
beforeAll(async () => {
  folder = await importFolder();
  rows = await folder.write('rows.ndjson', ndjson([item()]));
});
afterAll(() => folder.remove());

const dryRun = (database: string) =>
  folder.import([rows, '--dry-run', '--quiet', '--database', `sqlite:${folder.file(database)}`]);

test('a dry run leaves a database with an older schema unchanged and says so', async () => {
  const url = `sqlite:${folder.file('new.db')}`;
  await migrate(url);
  await copyFile(folder.file('new.db'), folder.file('old.db'));
  const old = new Sqlite(folder.file('old.db'));
  old.exec("delete from mikro_orm_migrations where name = '0003-imports-at-scale'");
  old.close();
  const before = await readFile(folder.file('old.db'));
  const { code, errors } = await dryRun('old.db');
  expect([code, errors]).toEqual([
    1,
    expect.stringMatching(
      /schema is older .+ \(missing: 0003-imports-at-scale\); run "npx records/,
    ),
  ]);
  expect(await readFile(folder.file('old.db'))).toEqual(before);
});

test('a dry run leaves an empty database file empty', async () => {
  await folder.write('empty.db', '');
  expect(await dryRun('empty.db')).toEqual({ code: 0, printed: '', errors: '' });
  expect(await folder.read('empty.db')).toBe('');
});
