import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../support/checkout.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { migratedDatabase } from '../../support/service.js';
import { importsIn } from '../../support/stored.js';
import { until } from '../../support/until.js';

// Some processes on a busy machine.
jest.setTimeout(60_000);

const count = 30_500;
const counts = mixedCounts(count);
const rows = mixedItems(count);

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

const importing = (name: string, ...options: string[]) =>
  checkout.records(
    ['import', '--progress', 'json', '--report', folder.file(name), ...options],
    folder.env,
  );

test('equal commands at the same time share one import, and each reports all of it', async () => {
  const names = ['first.json', 'second.json', 'third.json'];
  const commands = names.map((name) => importing(name));
  for (const { child } of commands) child.stdin?.write(ndjson(rows.slice(0, 15_000)));
  for (const [n, { output }] of commands.entries()) {
    await until(`command ${n} has begun`, () => output().includes('"received":10000'));
  }
  for (const { child } of commands) child.stdin?.end(ndjson(rows.slice(15_000)));
  for (const command of commands) {
    expect([await command.ended(), command.output()]).toEqual([
      2,
      expect.not.stringMatching(/error/),
    ]);
  }
  for (const name of names) expect(await folder.readJson(name)).toMatchObject(counts);
  expect(await importsIn(database)).toMatchObject([counts]);
});

test('--restart does not disturb a running import of the same rows', async () => {
  const first = importing('first.json');
  first.child.stdin?.write(ndjson(rows.slice(0, 15_000)));
  await until('a chunk is stored', () => first.output().includes('"received":10000'));
  const second = importing('second.json', '--restart');
  second.child.stdin?.end(ndjson(rows));
  expect(await second.ended()).toBe(2);
  first.child.stdin?.end(ndjson(rows.slice(15_000)));
  expect(await first.ended()).toBe(2);
  const [one, other] = await importsIn(database);
  expect([one, other]).toMatchObject([{ received: count }, { received: count }]);
  expect(Number(one?.inserted) + Number(other?.inserted)).toBe(counts.inserted);
});
