import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson } from '../support/importing.js';
import type { TestDatabase } from '../support/servers/engines.js';
import { item, migratedDatabase, startService } from '../support/service.js';

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

// Three bytes each, so all of them are more than MariaDB takes in a packet.
const titles = Array.from({ length: 5 }, (_, n) => `${n}${'長'.repeat(1_900_000)}`);
// In JSON, and again in SQL, each of these quotes takes two characters.
const quotes = '"'.repeat(15_000_000);
const longTitle = 'x'.repeat(15_000_000);

test('rejected rows of megabytes fail no import, and are kept whole, or their beginnings', async () => {
  const rows = ndjson([...titles.map((title) => item({ title })), item({ title: longTitle })]);
  const file = await folder.write('rows.ndjson', `${rows}{${quotes}\n${ndjson([item()])}`);
  const rejects = folder.file('rejects.ndjson');
  const { code, errors } = await folder.import([file, '--quiet', '--rejects', rejects]);
  expect({ code, errors }).toEqual({ code: 2, errors: '' });

  const kept = [
    ...titles.map((title, index) => ({ title, raw: null, line: index + 1 })),
    { title: null, raw: `{"title":"${'x'.repeat(990)}…`, line: 6 },
    { title: null, raw: `{${'"'.repeat(999)}…`, line: 7 },
  ];
  const service = await startService({ DATABASE_URL: database.url });
  try {
    const counts = await service.query('{ imports { nodes { inserted rejected } } }');
    expect(counts).toEqual({ imports: { nodes: [{ inserted: 1, rejected: 7 }] } });
    // All of them are more than one answer holds.
    for (let after = -1; after < kept.length - 1; after += 2) {
      const read = await service.query(
        'query ($after: Int) { import(id: 1) { rejections(first: 2, after: $after) { title raw line } } }',
        { after },
      );
      expect(read).toEqual({ import: { rejections: kept.slice(after + 1, after + 3) } });
    }
  } finally {
    await service.stop();
  }
  const written = (await folder.read('rejects.ndjson')).trimEnd().split('\n');
  expect(written.map((line) => JSON.parse(line))).toMatchObject(
    kept.map(({ title, raw, line }) => ({ title, line, ...(raw && { raw }) })),
  );
});
