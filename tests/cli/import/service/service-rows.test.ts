import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.js';
import { type ImportFolder, importFolder, ndjson } from '../../../support/importing.js';
import { item, type Service, startService } from '../../../support/service.js';

const rows = [
  { ...item({ title: 'Sound' }), note: 'x' },
  { ...item({ title: 'Rejected', uri: '/relative' }), note: 'y' },
];
const refusal = { status: 400, body: '{"errors":[{"message":"Not now."}]}' };

let service: Service;
let proxy: FaultyProxy;
let folder: ImportFolder;
let file: string;
beforeEach(async () => {
  service = await startService();
  proxy = await startFaultyProxy(await service.app.listen());
  folder = await importFolder();
  file = await folder.write('rows.ndjson', ndjson(rows));
});
afterEach(async () => {
  await proxy.close();
  await service.stop();
  await folder.remove();
});

const importing = () => folder.import([file, '--quiet', '--url', proxy.url]);

const rawsSent = () =>
  proxy.bodies
    .filter((body) => body.includes('"items"'))
    .map((body) => JSON.parse(body).variables.input.items.map(({ raw }: { raw?: string }) => raw));

test('only rows that will be rejected are sent with their originals', async () => {
  expect((await importing()).code).toBe(2);
  expect(rawsSent()).toEqual([[undefined, JSON.stringify(rows[1])]]);
});

test('an import started by an older version is resumed with identical requests', async () => {
  proxy.faults.push(refusal);
  expect((await importing()).code).toBe(1);
  const folderOfJournals = join(folder.path, 'state/records-graphql/imports');
  const [name = ''] = await readdir(folderOfJournals);
  const journal = join(folderOfJournals, name);
  const { run } = JSON.parse(await readFile(journal, 'utf8'));
  await writeFile(journal, `${JSON.stringify({ run })}\n`);
  proxy.bodies.length = 0;
  expect((await importing()).code).toBe(2);
  expect(rawsSent()).toEqual([[undefined, undefined]]);
});
