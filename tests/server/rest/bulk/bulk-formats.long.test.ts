import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type Service, startService } from '../../../support/service.js';
import { storedIn } from '../../../support/stored.js';
import { upload } from '../../../support/upload.js';

let service: Service;
let address: string;
beforeAll(async () => {
  service = await startService();
  address = await service.app.listen();
});
afterAll(() => service.stop());

let count = 0;
let item: { title: string; uri: string; date: string };
beforeEach(() => {
  count += 1;
  item = { title: `Title ${count}`, uri: 'https://www.example.com/', date: '2014-03-08' };
});

const formats: Record<string, (one: typeof item) => string> = {
  'application/json': (one) => JSON.stringify({ items: [one, { title: 'No more' }] }),
  'application/json; charset=UTF-8': (one) => JSON.stringify([one, { title: 'No more' }]),
  'application/x-ndjson': (one) => `${JSON.stringify(one)}\n{"title":"No more"}`,
  'application/ndjson': (one) => `\ufeff${JSON.stringify(one)}\r\n{"title":"No more"}\r\n`,
  'application/jsonl': (one) => `${JSON.stringify(one)}\n\n{"title":"No more"}\n`,
  'application/x-jsonlines': (one) => `${JSON.stringify(one)}\n{"title":"No more"}\n`,
  'text/csv; header=present': ({ title, uri, date }) =>
    `date,"uri",title\r\n${date},${uri},"${title}"\r\n,,No more\r\n`,
  'text/tab-separated-values': ({ title, uri, date }) =>
    `title\turi\tdate\n${title}\t${uri}\t${date}\nNo more\n`,
};

describe('POST /v1/bulk imports the rows of a body of', () => {
  test.each(Object.entries(formats))('%s', async (type, write) => {
    const { status, json } = await upload(address, write(item), { 'content-type': type });
    expect(status).toBe(200);
    expect(json).toMatchObject({ ok: true, received: 2, inserted: 1, duplicates: 0, rejected: 1 });
    expect(json).toMatchObject({ rejections: [{ index: 1, title: 'No more' }], replayed: false });
    const again = await upload(address, write(item), { 'content-type': type });
    expect(again.json).toMatchObject({ inserted: 0, duplicates: 1, rejected: 1 });
  });

  test.each(
    Object.entries({
      gzip: gzipSync,
      deflate: deflateSync,
      br: brotliCompressSync,
      zstd: zstdCompressSync,
    }),
  )('CSV compressed with %s', async (encoding, pack) => {
    const csv = formats['text/csv; header=present']?.(item) ?? '';
    const headers = { 'content-type': 'text/csv', 'content-encoding': encoding };
    const { json } = await upload(address, pack(csv), headers);
    expect(json).toMatchObject({ received: 2, inserted: 1, rejected: 1 });
  });
});

test('POST /v1/bulk rejects a row that is not an item with its line and original text, and stores the others', async () => {
  const rows = [
    JSON.stringify(item),
    '{title: 1}',
    '[1]',
    '{"title":"caf\xe9"}',
    '{"date":true}',
    '{}',
  ];
  const { json } = await upload(address, Buffer.from(rows.join('\n'), 'latin1'));
  expect(json).toMatchObject({ received: 6, inserted: 1, rejected: 5 });
  const told = json.rejections.map(({ index, line, raw, reasons }: Record<string, never[]>) => [
    ...[index, line, raw],
    reasons?.map(({ code }) => code).join(),
  ]);
  expect(told).toEqual([
    [1, 2, '{title: 1}', 'ROW_UNREADABLE'],
    [2, 3, '[1]', 'ROW_UNREADABLE'],
    [3, 4, '{"title":"café"}', 'ROW_UNREADABLE'],
    [4, 5, '{"date":true}', 'VALUE_NOT_TEXT'],
    [5, 6, '{}', 'ROW_UNREADABLE'],
  ]);
  // The rejections can be read later like all others.
  const { rejections } = await storedIn(service);
  expect(rejections.filter(({ import_id }) => String(import_id) === json.import.id)).toHaveLength(
    5,
  );
});

test('POST /v1/bulk applies the parameters map, dateOrder and source', async () => {
  const csv = `title,link,published\n${item.title},${item.uri},01/02/2003\n`;
  const query = '?map=uri=link,date=published&dateOrder=MDY&source=My%20file.csv';
  const { json } = await upload(address, csv, { 'content-type': 'text/csv' }, query);
  expect(json).toMatchObject({ inserted: 1, rejected: 0 });
  const stored = await service.query(`{ import(id: ${json.import.id}) { source } }`);
  expect(stored).toEqual({ import: { source: 'My file.csv' } });
  const found = await service.app.inject(`/v1/?contains=${encodeURIComponent(item.title)}`);
  expect(found.json()).toMatchObject([{ date: '2003-01-02T00:00:00.000Z' }]);
});

test.each(['csv', 'tab-separated-values'])(
  'POST /v1/bulk with safe=true removes the apostrophes of an export from text/%s',
  async (type) => {
    const csv = `title,uri,date\n"'=${item.title}",${item.uri},'2014-03-08\n`;
    const body = type === 'csv' ? csv : csv.replaceAll(',', '\t');
    const headers = { 'content-type': `text/${type}`, 'idempotency-key': `safe ${type}` };
    const { json } = await upload(address, body, headers, '?safe=true');
    expect(json).toMatchObject({ inserted: 0, rejected: 1 });
    expect(json.rejections).toMatchObject([{ title: `=${item.title}`, date: "'2014-03-08" }]);
    // Without it, it is another import.
    expect((await upload(address, body, headers)).code).toBe('IDEMPOTENCY_KEY_REUSED');
    const plain = await upload(address, body, { 'content-type': `text/${type}` }, '?safe=false');
    expect(plain.json.rejections).toMatchObject([{ title: `'=${item.title}` }]);
  },
);

test('A dry run of POST /v1/bulk responds as the import would, and stores nothing', async () => {
  const before = await storedIn(service);
  const body = `${JSON.stringify(item)}\n${JSON.stringify(item)}\n{}\n`;
  const { json } = await upload(address, body, {}, '?dryRun=true');
  expect(json).toMatchObject({ ok: true, import: null, received: 3, inserted: 1, duplicates: 1 });
  expect(json).toMatchObject({ rejected: 1, rejections: [{ index: 2, line: 3 }] });
  expect(await storedIn(service)).toEqual(before);
});

describe('POST /v1/bulk refuses, storing nothing,', () => {
  test.each([
    [
      'an unknown parameter',
      '?order=MDY',
      /^The parameter "order" is unknown; allowed: format, preset, .+, source, dryRun, preview\.$/,
    ],
    [
      'a parameter given twice',
      '?source=a&source=b',
      /^The parameter "source" was given more than once/,
    ],
    [
      'an unknown date order',
      '?dateOrder=YMD',
      /^The parameter "dateOrder" is "YMD"; it must be DMY or MDY\.$/,
    ],
    [
      'a value of dryRun other than true and false',
      '?dryRun=1',
      /^The parameter "dryRun" is "1"; it must be true or false\.$/,
    ],
    [
      'safe=true for a format other than CSV',
      '?safe=true',
      /^The parameter "safe" applies to CSV and TSV only; the request body is ndjson\.$/,
    ],
    ['a map of an unknown field', '?map=url=link', /^The map "url=link" names the field "url"/],
    ['a long source', `?source=${'x'.repeat(256)}`, /^The parameter "source" has 256 characters/],
  ])('%s', async (_what, query, sentence) => {
    const before = await storedIn(service);
    const { status, code, json } = await upload(address, JSON.stringify(item), {}, query);
    expect([status, code]).toEqual([400, 'ARGUMENT_INVALID']);
    expect(json).toMatchObject({ ok: false, error: expect.stringMatching(sentence) });
    expect(await storedIn(service)).toEqual(before);
  });

  test.each([
    ['CSV with unknown columns', 'text/csv', 'a,b\nc,d', /^The columns are "a", "b"; none of them/],
    ['HTML as CSV', 'text/csv', '<!doctype html><html>', /^The input is HTML; convert it to CSV,/],
    ['CSV without a column of the map', 'text/csv', 'title\nd', /none of them is "link"/],
    [
      'an empty body as CSV',
      'text/csv',
      '',
      /^The input is empty; expected a first row that names the columns/,
    ],
    [
      'CSV whose line feeds were removed by curl -d',
      'text/csv',
      'title,uri,dateA,http://a.example/,2020-01-01',
      /single line .+ --data-binary/,
    ],
    [
      'JSON whose items lie elsewhere',
      'application/json',
      '{"hits":[{"title":"a"}]}',
      /It has the list "hits"; to read the items in "hits", add items=hits to the query/,
    ],
  ])('%s', async (_what, type, body, sentence) => {
    const query = body.startsWith('title\n') ? '?map=uri=link' : '';
    const { status, code, json } = await upload(address, body, { 'content-type': type }, query);
    const isMissing = /^The columns are/.test(json.error);
    expect([status, code]).toEqual([400, isMissing ? 'COLUMN_MISSING' : 'BAD_REQUEST']);
    expect(json.error).toMatch(sentence);
    expect(json.error).toMatch(/Nothing was stored\.$/);
  });
});
