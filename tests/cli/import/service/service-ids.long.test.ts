import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.js';
import { post } from '../../../support/http.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { item, type Service, startService } from '../../../support/service.js';

let service: Service;
let proxy: FaultyProxy;
let folder: ImportFolder;
beforeEach(async () => {
  service = await startService({ PERSISTED_OPERATIONS: 'only' });
  proxy = await startFaultyProxy(await service.app.listen());
  folder = await importFolder();
});
afterEach(async () => {
  await proxy.close();
  await service.stop();
  await folder.remove();
});

const importing = (...args: string[]) => folder.import([...args, '--url', proxy.url, '--quiet']);

interface Report {
  readonly files: readonly { readonly importId: number | null }[];
}

/** The import number in the report of a command with one row. */
async function reportedId(): Promise<number | null | undefined> {
  const file = await folder.write('rows.ndjson', ndjson([item()]));
  expect((await importing(file, '--report', folder.file('report.json'))).code).toBe(0);
  return (await folder.readJson<Report>('report.json')).files[0]?.importId;
}

/** A response to `BulkImport`. */
const answered = (id: string) => ({
  status: 200,
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify({
    data: {
      bulkImport: {
        import: { id, startedAt: '2026-01-01T00:00:00.000Z' },
        inserted: 1,
        duplicates: 0,
        rejected: 0,
        rejections: [],
      },
    },
  }),
});

test('a report has the number of its import, which "records rejects list" accepts', async () => {
  await importing(await folder.write('other.ndjson', ndjson([item({ title: 'Other' })])));
  expect(await reportedId()).toBe(2);
});

test('a report has the number of its import from a service before global ids, too', async () => {
  proxy.faults.push(answered('7'));
  expect(await reportedId()).toBe(7);
});

test('a report has no import number from a service with ids of another form', async () => {
  proxy.faults.push(answered('unlike-all-others'));
  expect(await reportedId()).toBeNull();
});

test('an import resumes with a journal from before global ids', async () => {
  const count = 10_100;
  const file = await folder.write('rows.ndjson', ndjson(mixedItems(count)));
  const refusal = { status: 400, body: '{"errors":[{"message":"Not this one."}]}' };
  proxy.faults.push(undefined, refusal);
  expect((await importing(file)).errors).toContain('10000 rows are done');

  const states = join(folder.path, 'state/records-graphql/imports');
  const [name = ''] = (await readdir(states)).filter((each) => each.endsWith('.jsonl'));
  const journal = await readFile(join(states, name), 'utf8');
  const before = journal.replace('"id":"SW1wb3J0OjE"', '"id":"1"');
  expect(before).not.toBe(journal);
  await writeFile(join(states, name), before);
  proxy.bodies.length = 0;

  expect((await importing(file, '--report', folder.file('report.json'))).code).toBe(2);
  expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(count));
  expect(proxy.bodies.filter((body) => body.includes('"items"'))).toHaveLength(1);
});

describe('a client of a version before global ids', () => {
  // The ids of the operations that it sends.
  const bulkImport = '4e84695996d586995c2d7441dfadc8a8dd4c823811904f1bc83bf5c169fb5453';
  const getImport = 'df1c8783eb4c6914af4caf6a471f29793f37e25ffcf05c35812a0093929c30a3';
  const run = async (id: string, variables: object) =>
    (await post(service.app, '/graphql', { documentId: `sha256:${id}`, variables })).json().data;

  test('finds its imports by current ids and by those in its journals', async () => {
    const variables = { input: { items: [item()], idempotencyKey: 'k' }, firstRejections: 1 };
    const { import: imported } = (await run(bulkImport, variables)).bulkImport;
    expect(await run(getImport, { id: imported.id })).toEqual({ import: imported });
    expect(await run(getImport, { id: '1' })).toEqual({ import: imported });
    expect(await run(getImport, { id: '2' })).toEqual({ import: null });
  });
});
