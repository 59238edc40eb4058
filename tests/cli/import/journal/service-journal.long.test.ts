import {
  appendFile,
  mkdir,
  readdir,
  readFile,
  rmdir,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { type Service, startService } from '../../../support/service.js';
import { until } from '../../../support/until.js';

// These are three requests, of which the last one is small.
const count = 20_100;
const items = mixedItems(count);
const refusal = { status: 400, body: '{"errors":[{"message":"Not this one."}]}' };

let service: Service;
let proxy: FaultyProxy;
let folder: ImportFolder;
let file: string;
beforeEach(async () => {
  service = await startService();
  proxy = await startFaultyProxy(await service.app.listen());
  folder = await importFolder();
  file = await folder.write('rows.ndjson', ndjson(items));
});
afterEach(async () => {
  await proxy.close();
  await service.stop();
  await folder.remove();
});

const importing = (...args: string[]) =>
  folder.import([file, '--url', proxy.url, '--report', folder.file('report.json'), ...args]);

/** The requests with rows. */
const sent = () => proxy.bodies.filter((body) => body.includes('"items"'));

const report = () => folder.readJson('report.json');

const allRejected = items.flatMap(({ title }, n) => (title === null ? [n + 1] : []));

async function rejectedLines() {
  const rejects = (await folder.read('rejects.ndjson')).trim().split('\n');
  return rejects.map((line) => JSON.parse(line).line);
}

/** Imports this many chunks, and has the next one refused. */
async function stopAfter(chunks: number) {
  proxy.faults.push(...Array.from({ length: chunks }, () => undefined), refusal);
  const { code, errors } = await importing();
  expect(code).toBe(1);
  expect(errors).toContain(
    `Not this one. ${file}: ${chunks * 10_000} rows are done; run the same command again to resume.\n`,
  );
  proxy.bodies.length = 0;
}

async function journal(): Promise<string> {
  const states = join(folder.path, 'state/records-graphql/imports');
  const [name = ''] = (await readdir(states)).filter((each) => each.endsWith('.jsonl'));
  return join(states, name);
}

describe('an import into a service that failed', () => {
  test('resumes after the completed rows', async () => {
    await stopAfter(2);
    expect((await importing()).code).toBe(2);
    expect(sent()).toHaveLength(1);
    expect(await report()).toMatchObject(mixedCounts(count));
  });

  test('is a different import with other zones', async () => {
    await stopAfter(2);
    expect((await importing('--zones', 'CST=-06:00')).code).toBe(2);
    expect(sent()).toHaveLength(3);
    expect(JSON.parse(sent()[0] ?? '').variables.input).toMatchObject({ zones: 'CST=-06:00' });
    expect((await importing()).code).toBe(2);
    expect(sent()).toHaveLength(4);
  });

  test('reports the rejected rows of the whole file when it is resumed', async () => {
    await stopAfter(1);
    await importing('--rejects', folder.file('rejects.ndjson'));
    expect(await rejectedLines()).toEqual(allRejected);
  });

  test('resumes if the last line of its journal is incomplete', async () => {
    await stopAfter(2);
    const lines = await readFile(await journal());
    await truncate(await journal(), lines.length - 10);
    await importing('--rejects', folder.file('rejects.ndjson'));
    // The second chunk is sent again, and gets the same response.
    expect(sent()).toHaveLength(2);
    expect(await report()).toMatchObject(mixedCounts(count));
    expect(await rejectedLines()).toEqual(allRejected);
  });

  test('resumes if the last line of its journal is not JSON', async () => {
    await stopAfter(2);
    await appendFile(await journal(), '\0\0\0\0\n');
    await importing('--rejects', folder.file('rejects.ndjson'));
    expect(await report()).toMatchObject(mixedCounts(count));
    expect(await rejectedLines()).toEqual(allRejected);
  });

  test('resumes after more than a day, with a warning', async () => {
    await stopAfter(1);
    const yesterday = new Date(Date.now() - 25 * 60 * 60 * 1000);
    await utimes(await journal(), yesterday, yesterday);
    const { code, errors } = await importing();
    expect([code, errors]).toEqual([2, expect.stringContaining('interrupted more than a day ago')]);
    expect(await report()).toMatchObject(mixedCounts(count));
  });

  test('starts over with --restart', async () => {
    await stopAfter(1);
    expect((await importing('--restart')).code).toBe(2);
    expect(sent()).toHaveLength(3);
    const { received, inserted, duplicates, rejected } = mixedCounts(count);
    const before = mixedCounts(10_000).inserted;
    expect(await report()).toMatchObject({
      received,
      inserted: inserted - before,
      duplicates: duplicates + before,
      rejected,
    });
  });
});

test('a completed import into a service is a new import the next time', async () => {
  await importing();
  const { inserted, duplicates } = mixedCounts(count);
  expect((await importing()).code).toBe(2);
  expect(await report()).toMatchObject({ inserted: 0, duplicates: inserted + duplicates });
});

test('an import whose report could not be written writes it on the next run', async () => {
  const reports = folder.file('reports');
  await mkdir(reports);
  // The folder disappears while the import runs.
  const seen = until('a request has come', () => proxy.bodies.length > 0, 1);
  const first = importing('--report', join(reports, 'report.json'));
  await seen;
  await rmdir(reports);
  expect(await first).toMatchObject({
    code: 1,
    errors: expect.stringContaining('run the same command again to write it.'),
  });
  await mkdir(reports);
  expect((await importing('--report', join(reports, 'report.json'))).code).toBe(2);
  expect(await folder.readJson('reports/report.json')).toMatchObject(mixedCounts(count));
});

test.each([
  ['a completed row', [...items.slice(0, 15_000), { title: 'Other' }, ...items.slice(15_001)]],
  ['the number of rows', items.slice(0, 15_000)],
])('a file in which %s changed cannot be resumed', async (_, changed) => {
  await stopAfter(2);
  await writeFile(file, ndjson(changed));
  expect(await importing()).toMatchObject({
    code: 1,
    errors: expect.stringContaining(
      `${file} has changed since its import was interrupted after 20000 rows; start over with --restart.\n`,
    ),
  });
  expect(sent()).toEqual([]);
});

describe('a second process with the same journal', () => {
  test('is refused while the first process is alive', async () => {
    await stopAfter(1);
    await writeFile(`${await journal()}.lock`, `${process.ppid}`);
    const { code, errors } = await importing();
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(`Process ${process.ppid} is already running this import.`),
    ]);
    expect(sent()).toEqual([]);
  });

  test.each(['', '4194305', `${process.pid}`])(
    'takes over the lock of a dead process: "%s"',
    async (left) => {
      await stopAfter(1);
      await writeFile(`${await journal()}.lock`, left);
      expect((await importing()).code).toBe(2);
      expect(await report()).toMatchObject(mixedCounts(count));
    },
  );
});

test('nothing is imported if the journal cannot be written', async () => {
  const env = { ...folder.env, XDG_STATE_HOME: '/dev/null' };
  const { code, errors } = await folder.import([file, '--url', proxy.url, '--quiet'], { env });
  expect([code, errors]).toEqual([
    1,
    expect.stringMatching(/set XDG_STATE_HOME to a folder that can be written/),
  ]);
  expect(sent()).toEqual([]);
});
