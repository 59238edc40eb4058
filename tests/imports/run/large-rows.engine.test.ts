import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase, startService } from '../../support/service.js';

jest.setTimeout(60_000);

let database: TestDatabase;
let folder: ImportFolder;
beforeEach(async () => {
  database = await migratedDatabase();
  folder = await importFolder(database.url);
});
afterEach(async () => {
  await folder.remove();
  await database.drop();
});

// The longest that are kept whole: three bytes each.
const titles = Array.from({ length: 5 }, (_, n) => `${n}${'長'.repeat(21_000)}`);
// In JSON, and again in SQL, each of these quotes takes two characters.
const quotes = '"'.repeat(15_000_000);
const longTitle = 'x'.repeat(15_000_000);

test('rejected rows of megabytes do not fail an import, and are kept whole or truncated', async () => {
  const rows = ndjson([...titles.map((title) => item({ title })), item({ title: longTitle })]);
  const short = `{${'"'.repeat(65_535)}`;
  const file = await folder.write(
    'rows.ndjson',
    `${rows}{${quotes}\n${short}\n${ndjson([item()])}`,
  );
  const rejects = folder.file('rejects.ndjson');
  const { code, errors } = await folder.import([file, '--quiet', '--rejects', rejects]);
  expect({ code, errors }).toEqual({ code: 2, errors: '' });

  const kept = [
    ...titles.map((title, index) => ({ title, raw: null, line: index + 1 })),
    { title: null, raw: `{"title":"${'x'.repeat(990)}…`, line: 6 },
    { title: null, raw: `{${'"'.repeat(999)}…`, line: 7 },
    { title: null, raw: short, line: 8 },
  ];
  const service = await startService({ DATABASE_URL: database.url });
  try {
    const counts = await service.query('{ imports { nodes { inserted rejected } } }');
    expect(counts).toEqual({ imports: { nodes: [{ inserted: 1, rejected: 8 }] } });
    const read = await service.query('{ import(id: 1) { rejections { title raw line } } }');
    expect(read).toEqual({ import: { rejections: kept } });
  } finally {
    await service.stop();
  }
  const written = (await folder.read('rejects.ndjson')).trimEnd().split('\n');
  expect(written.map((line) => JSON.parse(line))).toMatchObject(
    kept.map(({ title, raw, line }) => ({ title, line, ...(raw && { raw }) })),
  );
});
