import { expect, test } from '@jest/globals';
import {
  formatForFileName,
  formatForMediaType,
  sniffFormat,
} from '../../../src/imports/rows/sniff-format.js';
import { inPieces } from '../../support/rows.js';

async function bytesOf(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of input) parts.push(part);
  return Buffer.concat(parts);
}

test.each([
  ['data.json', 'json'],
  ['a.b/DATA.JSON.GZ', 'json'],
  ['data.ndjson.zst', 'ndjson'],
  ['data.jsonl', 'ndjson'],
  ['data.csv.gz', 'csv'],
  ['data.tsv', 'tsv'],
  ['data.txt', undefined],
  ['json', undefined],
  ['data.gz', undefined],
  ['data.csv.zip', undefined],
  ['data.constructor', undefined],
])('the name %s tells the format %s', (name, format) => {
  expect(formatForFileName(name)).toBe(format);
});

test.each([
  ['application/json; charset=utf-8', 'json'],
  ['Application/X-NDJSON', 'ndjson'],
  ['text/csv;header=present', 'csv'],
  ['text/tab-separated-values', 'tsv'],
  ['text/plain', undefined],
  ['constructor', undefined],
  ['', undefined],
])('the media type "%s" tells the format %s', (type, format) => {
  expect(formatForMediaType(type)).toBe(format);
});

test.each([
  ['\ufeff \n [{}]', 'json'],
  ['{"items": [', 'json'],
  ['{"version":1,"items":[{}]}\n', 'json'],
  ['{\r\n  "version": 1,\r\n  "items": [', 'json'],
  ['{\n', 'json'],
  ['{ "meta": {\n"a": 1}, "items": []}', 'json'],
  ['{"version": 1,\r\n"items": []}', 'json'],
  ['{"version":\n1, "items": []}', 'json'],
  ['{"tags": [\n"a"], "items": []}', 'json'],
  ['{"items":[]}\n', 'json'],
  ['{"items":[],"version":1}\n', 'json'],
  ['{"title":"All of May","items":[{"title":"a"}]}\n', 'json'],
  ['{"title":"a","items":[]}\n{"title":"b","items":[]}', 'ndjson'],
  ['{"items":[],"uri":null}\n', 'ndjson'],
  ['{"items":["x",null],"uri":"u"}\n', 'ndjson'],
  ['{"items":["x"],"version":1}\n', 'json'],
  ['{"date":"2014","items":[]}', 'ndjson'],
  ['{"title":"a"}\n{"title":"b"}', 'ndjson'],
  ['{"title":"a", "uri"}\n', 'ndjson'],
  ['{"title":"\\"items\\":[","x', 'ndjson'],
  ['{title: 1}', 'ndjson'],
  ['title,uri,date\na\tb', 'csv'],
  ['"title"', 'csv'],
  ['title\turi\tdate\r\na,b', 'tsv'],
  ['', 'ndjson'],
  ['\ufeff', 'ndjson'],
])('the text %j is of the format %s, and is read from its beginning', async (text, format) => {
  const bytes = Buffer.from(text);
  const sniffed = await sniffFormat(inPieces(bytes, [1, 3]));
  expect(sniffed.format).toBe(format);
  expect(await bytesOf(sniffed.input)).toEqual(bytes);
});

test('an input without an end and without lines is judged by its beginning', async () => {
  async function* endless() {
    for (;;) yield Buffer.alloc(1000, 'x');
  }
  expect((await sniffFormat(endless())).format).toBe('csv');
});

test('a first row that is longer than what is looked at is no list for the comma there', async () => {
  const start = '{"title":"';
  const row = `${start}${','.repeat((1 << 16) - start.length)}"}\n`;
  expect((await sniffFormat(inPieces(Buffer.from(row), [1 << 16]))).format).toBe('ndjson');
});

test('what fails while the format is looked for fails where the rows are read', async () => {
  async function* failing() {
    yield Buffer.from('{"title"');
    throw new Error('The disk is gone.');
  }
  const { format, input } = await sniffFormat(failing());
  expect(format).toBe('ndjson');
  await expect(bytesOf(input)).rejects.toThrow('The disk is gone.');
});
