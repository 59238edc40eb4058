import { mkdir, readdir, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../../support/checkout.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { item, type Service, startService } from '../../../support/service.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

let checkout: Checkout;
let service: Service;
let url: string;
let folder: ImportFolder;
beforeAll(async () => {
  checkout = await checkOut();
  service = await startService();
  url = await service.app.listen();
});
afterAll(async () => {
  await service.stop();
  await checkout.remove();
});
beforeEach(async () => {
  folder = await importFolder();
});
afterEach(() => folder.remove());

const journals = () => join(folder.path, 'state/records-graphql/imports');

test('a journal without room on the disk is reported in a sentence, and the import can be resumed', async () => {
  const file = await folder.write('rows.ndjson', ndjson(mixedItems(20_100)));
  const command = `records import ${file} --url ${url} --quiet`;
  // As on a full disk, a part of the line is written.
  const { stdout } = await checkout.inShell(
    `(ulimit -f 100; ${command} 2>&1; echo $?)`,
    folder.env,
  );
  const [name = ''] = await readdir(journals());
  expect(stdout).toBe(
    `The journal of the import, ${join(journals(), name)}, cannot be written (EFBIG); free some disk space. ${file}: 0 rows are done; run the same command again to resume.\n1\n`,
  );
  const report = folder.file('report.json');
  const ended = await folder.import([file, '--url', url, '--quiet', '--report', report]);
  expect(ended).toMatchObject({ code: 2, errors: '' });
  expect(await folder.readJson('report.json')).toMatchObject(mixedCounts(20_100));
});

test('journals and locks that are 30 days old are removed by the next import', async () => {
  await mkdir(journals(), { recursive: true });
  const name = (digit: string) => `${digit.repeat(64)}.jsonl`;
  const left = [name('0'), `${name('0')}.lock`, name('1'), `${name('1')}.lock.2`, 'notes.jsonl'];
  for (const [index, each] of left.entries()) {
    const file = join(journals(), each);
    await writeFile(file, '');
    const days = index < 2 ? 29 : 31;
    const then = new Date(Date.now() - days * 24 * 60 * 60 * 1000);
    await utimes(file, then, then);
  }
  const file = await folder.write('rows.ndjson', ndjson([item()]));
  expect((await folder.import([file, '--url', url, '--quiet'])).code).toBe(0);
  expect((await readdir(journals())).sort()).toEqual([...left.slice(0, 2), 'notes.jsonl']);
});
