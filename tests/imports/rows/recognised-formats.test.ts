import { expect, test } from '@jest/globals';
import { recogniseInput } from '../../../src/imports/rows/recognise/recognise-input.js';
import { inPieces } from '../../support/rows.js';

async function bytesOf(input: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const part of input) parts.push(part);
  return Buffer.concat(parts);
}

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
])(
  'an input that begins with %j is taken for %s and read from its beginning',
  async (text, format) => {
    const bytes = Buffer.from(text);
    const { recognised, input } = await recogniseInput(inPieces(bytes, [1, 3]));
    expect(recognised.format).toBe(format);
    expect(await bytesOf(input)).toEqual(bytes);
  },
);

test('the format of an endless input without line feeds is detected from its beginning', async () => {
  async function* endless() {
    for (;;) yield Buffer.alloc(1000, 'x');
  }
  expect((await recogniseInput(endless())).recognised.format).toBe('csv');
});

test('a first row longer than the part inspected for its format is not taken for a JSON list because of a comma in it', async () => {
  const start = '{"title":"';
  const row = `${start}${','.repeat((1 << 16) - start.length)}"}\n`;
  expect((await recogniseInput(inPieces(Buffer.from(row), [1 << 16]))).recognised.format).toBe(
    'ndjson',
  );
});

test('an input that fails while its format is detected fails when its rows are read', async () => {
  async function* failing() {
    yield Buffer.from('{"title"');
    throw new Error('The disk is gone.');
  }
  const { recognised, input } = await recogniseInput(failing());
  expect(recognised.format).toBe('ndjson');
  await expect(bytesOf(input)).rejects.toThrow('The disk is gone.');
});
