import { mkdir, rmdir } from 'node:fs/promises';
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

// These are two requests.
const count = 10_100;

let service: Service;
let other: Service;
let proxy: FaultyProxy;
let folder: ImportFolder;
let file: string;
beforeEach(async () => {
  [service, other] = await Promise.all([startService(), startService()]);
  proxy = await startFaultyProxy(await service.app.listen());
  folder = await importFolder();
  file = await folder.write('rows.ndjson', ndjson(mixedItems(count)));
});
afterEach(async () => {
  await proxy.close();
  await Promise.all([service.stop(), other.stop()]);
  await folder.remove();
});

const importing = (report = folder.file('report.json'), ...args: string[]) =>
  folder.import([file, '--url', proxy.url, '--quiet', '--report', report, ...args]);

/** The requests with rows. */
const sent = () => proxy.bodies.filter((body) => body.includes('"items"'));

const fault = (code: string) => ({
  status: 400,
  body: JSON.stringify({ errors: [{ message: 'No.', extensions: { code } }] }),
});

/** Imports all but the last request. */
async function beginImport() {
  proxy.faults.push(undefined, fault('BAD_REQUEST'));
  expect((await importing()).errors).toContain('10000 rows are done');
  proxy.bodies.length = 0;
}

const unknown = () =>
  `The service at ${proxy.url}/graphql does not have the interrupted import; start over with --restart.\n`;

describe('resuming an import with another database behind the service', () => {
  test.each([
    ['does not have the import', 0],
    ['has another import with the same id', 1],
  ])('is refused if that database %s, and starts over with --restart', async (_what, imports) => {
    await beginImport();
    for (let each = 0; each < imports; each += 1) await other.importItems([]);
    proxy.target = await other.app.listen();
    expect(await importing()).toEqual({ code: 1, printed: '', errors: unknown() });
    expect(sent()).toEqual([]);
    expect((await importing(undefined, '--restart')).code).toBe(2);
    expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(count));
  });

  test('is refused, too, if the import was complete but could not be reported', async () => {
    const reports = folder.file('reports');
    await mkdir(reports);
    // The folder disappears while the import runs.
    const seen = until('a request has come', () => proxy.bodies.length > 0, 1);
    const first = importing(join(reports, 'report.json'));
    await seen;
    await rmdir(reports);
    expect((await first).code).toBe(1);
    proxy.target = await other.app.listen();
    expect((await importing()).errors).toBe(unknown());
  });
});

test.each([
  ['an older version', 'GRAPHQL_VALIDATION_FAILED'],
  ['a strict level', 'DOCUMENT_NOT_SAFELISTED'],
])('a service that cannot look up imports, of %s, is trusted', async (_what, code) => {
  await beginImport();
  proxy.faults.push(fault('PERSISTED_DOCUMENT_NOT_FOUND'), fault(code));
  expect((await importing()).code).toBe(2);
  expect(sent()).toHaveLength(1);
  expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(count));
});
