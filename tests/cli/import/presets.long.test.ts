import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { presets } from '../../../src/imports/rows/presets/presets.js';
import { type ImportFolder, importFolder } from '../../support/importing.js';
import { presetSamples } from '../../support/preset-samples.js';
import { type Service, startService } from '../../support/service.js';
import { upload } from '../../support/upload.js';

let service: Service;
let folder: ImportFolder;
let address: string;
beforeAll(async () => {
  folder = await importFolder();
  const url = `sqlite:${folder.file('records.db')}`;
  folder.env.DATABASE_URL = url;
  service = await startService({ DATABASE_URL: url });
  address = await service.app.listen();
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

const names = presets.map(({ name }) => name);

describe.each(names)('a file of the preset %s', (name) => {
  const text = presetSamples[name] ?? '';

  test('is imported into a database and into a service, and the report names the preset', async () => {
    const file = await folder.write(`${name}.data`, text);
    const report = folder.file('report.json');
    for (const way of [[], ['--url', address]]) {
      const { code, printed } = await folder.import([
        file,
        '--restart',
        '--report',
        report,
        ...way,
      ]);
      expect(code).toBe(0);
      expect(printed).toContain('It was read as ');
      expect(await folder.readJson('report.json')).toMatchObject({
        received: 1,
        rejected: 0,
        files: [{ read: { preset: name } }],
      });
    }
  });

  test('is imported by POST /v1/bulk, whose reply names the preset', async () => {
    const type = { 'content-type': 'application/octet-stream', 'content-encoding': 'gzip' };
    const { json } = await upload(address, gzipSync(text), type);
    expect(json).toMatchObject({ received: 1, inserted: 0, duplicates: 1, read: { preset: name } });
  });
});

test('records import --presets lists every preset with its columns, and marks those that no file was at hand for', async () => {
  const { code, printed } = await folder.import(['--presets']);
  expect(code).toBe(0);
  expect(printed).toMatch(
    /^pocket +an export of Pocket \(CSV\)\n +title=title\|url,uri=url,date=time_added; dates as unix$/m,
  );
  expect(printed).toMatch(/^wallabag +an export of wallabag \(JSON\) \*$/m);
  for (const name of names) expect(printed).toContain(`${name} `);
});

test('a rejected item of a feed is written with its elements, and imported once it is corrected', async () => {
  const feed = (presetSamples.rss ?? '').replace('Sat, 08 Mar 2014 15:01:02 GMT', 'yesterday');
  const file = await folder.write('feed.xml', feed);
  const rejects = folder.file('rejects.ndjson');
  expect((await folder.import([file, '--rejects', rejects])).code).toBe(2);
  const row = JSON.parse(await folder.read('rejects.ndjson'));
  expect(row).toMatchObject({ line: 5, date: 'yesterday' });
  expect(JSON.parse(row.raw)).toMatchObject({ pubDate: 'yesterday', description: '<p>Text</p>' });
  await folder.write('rejects.ndjson', JSON.stringify({ ...row, date: '2014-03-09' }));
  expect((await folder.import([rejects])).printed).toContain('1 row received: 1 inserted');
});

test('an unknown preset is refused over HTTP with the names of all', async () => {
  const { status, json } = await upload(
    address,
    'x',
    { 'content-type': 'text/csv' },
    '?preset=delicious',
  );
  expect(status).toBe(400);
  expect(json).toMatchObject({ code: 'ARGUMENT_INVALID', argument: 'preset' });
  expect(json.error).toContain('"netscape"');
});
