import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import { item, type Service, startService } from '../../support/service.js';
import { upload } from '../../support/upload.js';

let service: Service;
let folder: ImportFolder;
beforeEach(async () => {
  service = await startService();
  folder = await importFolder();
});
afterEach(async () => {
  await folder.remove();
  await service.stop();
});

const escaped = item({ uri: 'https://www.example.com/?a=1&amp;b=2' });
const items = [
  item(),
  escaped,
  escaped,
  item({ uri: 'https://www.example.com/?a=1&#38;b=2', date: 'soon' }),
  item({ uri: 'https://www.example.com/?a=1&amplitude=2' }),
];
const hint =
  '3 URIs contain "&amp;", which is HTML for "&", and were stored as received. If "&" is meant, import the rows again with --html (html=true over HTTP), which decodes it.';

test('a URI that contains &amp; is stored as received', async () => {
  await service.importItems([escaped]);
  expect(await service.query('{ records { nodes { uri } } }')).toEqual({
    records: { nodes: [{ uri: escaped.uri }] },
  });
});

test('bulkImport counts URIs that contain &amp;, also when its result is replayed', async () => {
  const importing = `mutation ($items: [RecordInput!]!) {
    bulkImport(input: { items: $items, idempotencyKey: "a key" }) { escapedUris replayed }
  }`;
  for (const replayed of [false, true]) {
    const answer = await service.query(importing, { items });
    expect(answer).toEqual({ bulkImport: { escapedUris: 3, replayed } });
  }
});

test('POST /v1/bulk counts URIs that contain &amp; if there are any', async () => {
  const address = await service.app.listen();
  const { json } = await upload(address, ndjson(items));
  expect(json).toMatchObject({ received: 5, inserted: 3, escapedUris: 3, hint });
  const without = await upload(address, ndjson([item()]));
  expect(Object.keys(without.json)).not.toContain('escapedUris');
});

test.each(['a database', 'a service'])(
  'records import into %s counts URIs that contain &amp;',
  async (to) => {
    const file = await folder.write('rows.ndjson', ndjson(items));
    const args = to === 'a service' ? ['--url', await service.app.listen()] : [];
    const { printed } = await folder.import([
      file,
      '--report',
      folder.file('report.json'),
      ...args,
    ]);
    expect(printed).toContain(`Rejected for: DATE_UNREADABLE 1.\n${hint}\n`);
    expect(await folder.readJson('report.json')).toMatchObject({
      escapedUris: 3,
      hint,
      files: [{ escapedUris: 3 }],
    });
  },
);

test('records import counts URIs that contain &amp; in all rows, also when it is resumed', async () => {
  const many = Array.from({ length: 10_500 }, (_, n) => item({ ...escaped, title: `Title ${n}` }));
  const database = `sqlite:${folder.file('records.db')}`;
  const importing = () =>
    folder.import([
      folder.file('rows.json'),
      '--report',
      folder.file('report.json'),
      '--database',
      database,
    ]);
  await folder.write('rows.json', JSON.stringify(many).slice(0, -10));
  expect((await importing()).code).toBe(1);
  await folder.write('rows.json', JSON.stringify(many));
  expect((await importing()).code).toBe(0);
  expect(await folder.readJson('report.json')).toMatchObject({
    received: 10_500,
    escapedUris: 10_500,
  });
});

test('records import does not mention &amp; if no URI contains it', async () => {
  const file = await folder.write('rows.ndjson', ndjson([item()]));
  const { printed } = await folder.import([file]);
  expect(printed).not.toContain('amp;');
});
