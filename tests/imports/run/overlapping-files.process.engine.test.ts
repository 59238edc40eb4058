import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../support/checkout.js';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase, startService } from '../../support/service.js';
import { storedIn, wantedIndex } from '../../support/stored.js';

// Ten processes on a busy machine.
jest.setTimeout(120_000);

const files = 10;
// Two chunks; each file shares three quarters of its rows with the one before.
const rowsOfFile = 10_400;
const step = rowsOfFile / 4;

const rowsOf = (file: number) =>
  Array.from({ length: rowsOfFile }, (_, n) => {
    const number = file * step + n;
    if (number % 50 === 0) return { title: `Without a uri ${number}`, date: '2014-03-08' };
    return item({ title: `Item ${number}`, uri: `https://h${number % 97}.example/${number}` });
  });

let checkout: Checkout;
let database: TestDatabase;
let folder: ImportFolder;

beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());
beforeEach(async () => {
  database = await migratedDatabase();
  folder = await importFolder(database.url);
});
afterEach(async () => {
  await folder.remove();
  await database.drop();
});

interface Report {
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
}

test(`${files} overlapping files imported at the same time store each distinct record once`, async () => {
  const commands = await Promise.all(
    Array.from({ length: files }, async (_, file) => {
      const path = await folder.write(`${file}.ndjson`, ndjson(rowsOf(file)));
      return checkout.records(
        ['import', path, '--quiet', '--report', folder.file(`${file}.json`)],
        folder.env,
      );
    }),
  );
  for (const command of commands) {
    expect({ end: await command.ended(), output: command.output() }).toEqual({
      end: 2,
      output: '',
    });
  }
  let inserted = 0;
  for (let file = 0; file < files; file++) {
    const report = await folder.readJson<Report>(`${file}.json`);
    const rejected = rowsOf(file).filter((row) => !('uri' in row)).length;
    expect(report).toMatchObject({ received: rowsOfFile, rejected });
    expect(report.inserted + report.duplicates + report.rejected).toBe(rowsOfFile);
    inserted += report.inserted;
  }
  const distinct = new Set(
    Array.from({ length: files }, (_, file) => rowsOf(file).flatMap((row) => row.uri ?? [])).flat(),
  );
  expect(inserted).toBe(distinct.size);
  const service = await startService({ DATABASE_URL: database.url });
  try {
    const stored = await storedIn(service);
    expect(stored.records).toHaveLength(distinct.size);
    expect(new Set(stored.records.map(({ uri }) => uri))).toEqual(distinct);
    expect(stored.index).toEqual(wantedIndex(stored));
  } finally {
    await service.stop();
  }
});
