import { expect, test } from '@jest/globals';
import { formatForFileName, formatForMediaType } from '../../src/formats/file-format.js';

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
])('the file name %s means the format %s', (name, format) => {
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
])('the media type "%s" means the format %s', (type, format) => {
  expect(formatForMediaType(type)).toBe(format);
});
