import { gzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, mixedItems, ndjson } from '../../support/importing.js';
import { type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

let service: Service;
let folder: ImportFolder;
let address: string;
beforeEach(async () => {
  folder = await importFolder();
  const url = `sqlite:${folder.file('records.db')}`;
  folder.env.DATABASE_URL = url;
  service = await startService({ DATABASE_URL: url });
  address = await service.app.listen();
});
afterEach(async () => {
  await service.stop();
  await folder.remove();
});

describe.each([
  ['into a database', () => []],
  ['into a service', () => ['--url', address]],
])('importing several files %s', (_, way) => {
  test('resumes after one of them failed, and reports on all of them', async () => {
    const whole = gzipSync(ndjson(mixedItems(300)));
    const files = [
      await folder.write('first.ndjson', ndjson(mixedItems(100))),
      await folder.write('second.ndjson', ndjson(mixedItems(200))),
      await folder.write('third.ndjson.gz', whole.subarray(0, 1000)),
    ];
    const outputs = ['report.json', 'rejects.ndjson'].map((name) => folder.file(name));
    const [report = '', rejects = ''] = outputs;
    const args = [...files, '--quiet', '--report', report, '--rejects', rejects, ...way()];
    expect((await folder.import(args)).code).toBe(1);
    await folder.write('third.ndjson.gz', whole);
    expect((await folder.import(args)).code).toBe(2);
    expect(await folder.readJson('report.json')).toMatchObject({
      received: 600,
      inserted: 255,
      duplicates: 315,
      rejected: 30,
      reasons: { TITLE_MISSING: 30, URI_RELATIVE: 30 },
      files: [
        { source: files[0], received: 100, inserted: 85, duplicates: 10, rejected: 5 },
        { source: files[1], received: 200, inserted: 85, duplicates: 105, rejected: 10 },
        { source: files[2], received: 300, inserted: 85, duplicates: 200, rejected: 15 },
      ],
    });
    expect((await folder.read('rejects.ndjson')).trim().split('\n')).toHaveLength(30);
    expect((await storedIn(service)).imports).toHaveLength(3);
  });
});
