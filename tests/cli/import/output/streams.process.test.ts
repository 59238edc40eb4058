import { open } from 'node:fs/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../../support/checkout.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { until } from '../../../support/until.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

const count = 30_000;
const { inserted, duplicates, rejected } = mixedCounts(count);

let checkout: Checkout;
let folder: ImportFolder;
let file: string;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());
beforeEach(async () => {
  folder = await importFolder();
  folder.env.DATABASE_URL = `sqlite:${folder.file('records.db')}`;
  file = await folder.write('rows.ndjson', ndjson(mixedItems(count)));
});
afterEach(() => folder.remove());

const inShell = (line: string) =>
  checkout.inShell(line.replaceAll('FILE', file).replaceAll('FOLDER', folder.path), folder.env);

const allStored = `${count} rows received: ${inserted} inserted, ${duplicates} duplicates, ${rejected} rejected.`;
const allDuplicates = `${count} rows received: 0 inserted, ${inserted + duplicates} duplicates, ${rejected} rejected.`;

test.each([
  ['goes away', '{ records import FILE 2>&1 >FOLDER/summary; echo $? >FOLDER/code; } | head -1'],
  ['is full', 'records import FILE 2>/dev/full >FOLDER/summary; echo $? >FOLDER/code'],
])('an import completes even if the reader of its progress %s', async (_what, line) => {
  await inShell(line);
  expect(await folder.read('summary')).toContain(allStored);
  expect(await folder.read('code')).toBe('2\n');
});

test('a summary that could not be printed is printed by the next command', async () => {
  const { stdout } = await inShell('(records import FILE > /dev/full) 2>&1; echo $?');
  expect(stdout).toMatch(
    /Standard output cannot be written \(ENOSPC\)\..* All rows are imported; run the same command again to see the summary\.\n1\n$/,
  );
  expect((await inShell('records import FILE || true')).stdout).toContain(allStored);
  expect((await inShell('records import FILE || true')).stdout).toContain(allDuplicates);
});

test('an import completes without an error if its summary is not read', async () => {
  await inShell('records import FILE | true || true');
  expect((await inShell('records import FILE || true')).stdout).toContain(allDuplicates);
});

test.each([
  ['a writer that comes late', '(sleep 0.5; cat FILE > FOLDER/pipe) & records import FOLDER/pipe'],
  ['a writer that waits', 'cat FILE > FOLDER/pipe & sleep 0.2; records import FOLDER/pipe'],
  ['a process', 'records import <(cat FILE)'],
])('records import reads a named pipe from %s', async (_who, line) => {
  await inShell('mkfifo FOLDER/pipe');
  expect((await inShell(`${line} || true`)).stdout).toContain(allStored);
});

test.each(['no process', 'a process'])(
  'Ctrl-C is not delayed by a named pipe to which %s is about to write',
  async (who) => {
    await inShell('mkfifo FOLDER/pipe');
    const pipe = folder.file('pipe');
    const command = checkout.records(['import', pipe, '--progress', 'json'], folder.env);
    const writer = who === 'a process' ? await open(pipe, 'w') : undefined;
    await until('progress is shown', () => command.output().includes('"received":0'));
    command.child.kill('SIGINT');
    expect(await command.ended()).toBe(1);
    expect(command.output()).toContain('{"error":"The import was stopped."}');
    await writer?.close();
  },
);
