// cspell:ignore jsonlz ustar opendocument mimetypeapplication Титул Заголовок

import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import { decompress } from '../../../../src/formats/compression/decompress.js';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { inPieces, rowsOf } from '../../../support/rows.js';

const csv = 'title,uri,date\nT,https://t.example/,2014-03-08\n';
const formats: readonly FileFormat[] = ['json', 'ndjson', 'csv', 'tsv'];

/** Reads a file as the command does. */
const read = (bytes: Buffer, format: FileFormat, lengths?: number[]) =>
  rowsOf(decompress(inPieces(bytes, lengths)), { format });

const hex = (digits: string) => Buffer.concat([Buffer.from(digits, 'hex'), Buffer.alloc(8, 1)]);

function wide(text: string, width: 2 | 4, isBigEndian: boolean): Buffer {
  const bytes = Buffer.alloc(text.length * width);
  for (const [at, character] of [...text].entries()) {
    const place = at * width + (isBigEndian ? width - 2 : 0);
    if (isBigEndian) bytes.writeUInt16BE(character.charCodeAt(0), place);
    else bytes.writeUInt16LE(character.charCodeAt(0), place);
  }
  return bytes;
}

const kinds: [name: string, given: string | Buffer, message: string][] = [
  ['UTF-16 without a mark', wide(csv, 2, false), 'is text in UTF-16'],
  ['UTF-16, big-endian, without a mark', wide(csv, 2, true), 'is text in UTF-16'],
  ['UTF-32, big-endian, without a mark', wide(csv, 4, true), 'is text in UTF-32'],

  ['xz', hex('fd377a585a000004e6d6b446'), 'is compressed with xz; uncompress it first'],
  ['bzip2', 'BZh91AY&SY\x00\x01\x02', 'is compressed with bzip2'],
  ['lz4', hex('04224d18'), 'is compressed with lz4'],
  ['gzip twice', gzipSync(gzipSync(csv)), 'is compressed with gzip more than once'],
  ['zstd in gzip', gzipSync(zstdCompressSync(csv)), 'is compressed with zstd more than once'],
  ['gzip in zstd', zstdCompressSync(gzipSync(csv)), 'is compressed with gzip more than once'],
  ['7z', "7z\xbc\xaf'\x1c\x00\x04", 'is a 7z archive; extract the file'],
  ['RAR', 'Rar!\x1a\x07\x01\x00', 'is a RAR archive'],
  ['tar', `${'rows.csv'.padEnd(257, '\0')}ustar\x0000`, 'is a tar archive'],
  ['zip', 'PK\x03\x04\x14\x00\x08\x08rows.csv', 'is a zip archive; extract the file'],
  ['a zip archive without files', 'PK\x05\x06\x00', 'is a zip archive'],
  [
    'a cut-off .xlsx',
    'PK\x03\x04\x14\x00\x06\x00[Content_Types].xml',
    'begins like a workbook (.xlsx or',
  ],
  [
    'a cut-off .ods',
    'PK\x03\x04\x14\x00mimetypeapplication/vnd.oasis.opendocument.spreadsheet',
    'begins like a workbook (.xlsx or .ods), but it is cut off',
  ],
  ['.xls', hex('d0cf11e0a1b11ae1'), 'is an old Excel workbook (.xls), one with a password, or'],

  ['SQLite', 'SQLite format 3\0\x10\x00', 'is an SQLite database'],
  ['Parquet', 'PAR1\x15\x04', 'is a Parquet file'],
  ['Avro', 'Obj\x01\x04\x16avro.schema', 'is an Avro file'],
  ['Arrow', 'ARROW1\0\0', 'is an Arrow file'],
  ['PDF', '%PDF-1.7\n%\xe2\xe3', 'is a PDF document'],
  ['RTF', '{\\rtf1\\ansi title,uri,date}', 'is an RTF document; save it as plain text'],
  ['PNG', hex('89504e470d0a1a0a'), 'is an image'],
  ['other bytes', Buffer.alloc(200, 2), 'is binary data; expected CSV'],

  ['HTML', '<!doctype html>\n<html><body>', 'is HTML'],
  ['HTML that is named .xls', '\n<table border="1">\n<tr><td>title', 'is HTML'],
  [
    'an index of sitemaps',
    '<?xml version="1.0"?><sitemapindex><sitemap>',
    'is an index of sitemaps',
  ],
  [
    'a table of GDELT without uris',
    `${['1000', '19790101', '197901', '1979', '1979.0027', ...Array(51).fill(''), '20130203'].join('\t')}\n`,
    'is a table of events of GDELT from before April 2013, which has no uris; import one from later',
  ],
  ['a property list', '<?xml version="1.0"?>\n<!DOCTYPE plist PUBLIC "">\n<plist>', 'is XML'],
  ['XML without a declaration', '<bookmarks>\n  <bookmark href="a"/>', 'is XML'],

  ['a dump of MySQL', '-- MySQL dump 10.13\n--\n-- Host: localhost\n', 'is SQL; export the table'],
  ['a dump of SQLite', 'PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;', 'is SQL'],
  ['statements', "/* all */ -- links\nINSERT INTO links VALUES ('a');", 'is SQL'],
  ['YAML', '---\n- title: A\n', 'is YAML; convert it to JSON'],
  ['YAML without a start', '- title: A\n  uri: https://a.example/\n', 'is YAML'],
  ['YAML with a list in it', 'items:\n  - title: A\n', 'is YAML'],
  [
    'an archive of tweets',
    'window.YTD.tweet.part0 = [ {"tweet": {}} ]',
    'is JavaScript; keep only',
  ],
  ['JavaScript', 'export const items = [{ title: "A" }];', 'is JavaScript'],
  ['JSONP', '/**/callback([{"title":"A"}]);', 'is JSONP; keep only the JSON'],
  ['an address', ' https://t.example/feed.xml\n', 'is only the address of a page or a feed'],
  [
    'an Internet shortcut',
    '[InternetShortcut]\r\nURL=https://a.example/',
    'is an Internet shortcut',
  ],
];

describe.each(kinds)('%s is refused by its content', (_name, given, message) => {
  const bytes = typeof given === 'string' ? Buffer.from(given, 'latin1') : given;

  test('with advice, whatever its declared format and its chunks', async () => {
    for (const format of formats) {
      for (const lengths of [undefined, [1], [3, 100]]) {
        const { items, error } = await read(bytes, format, lengths);
        expect(items).toEqual([]);
        expect(error).toContain(message);
      }
    }
  });
});

test.each([
  ['<b>,uri,date,title\nT,https://t.example/,2014-03-08\n', 'a column in angle brackets'],
  ['<title>,"uri",date,title\nT,https://t.example/,2014-03-08\n', 'an element of HTML as a column'],
  ['select,uri,date,title\nT,https://t.example/,2014-03-08\n', 'a keyword of SQL'],
  ['insert into,title,uri,date\nT,T,U,2014-03-08\n', 'the start of a statement'],
  ['var x = [,uri,date,title\nT,https://t.example/,2014-03-08\n', 'the start of a script'],
  ['PAR2,uri,date,title\nT,https://t.example/,2014-03-08\n', 'nearly a signature'],
])('%j is CSV, with %s', async (text) => {
  const { items, error } = await read(Buffer.from(text), 'csv');
  expect(error).toBeUndefined();
  expect(items).toHaveLength(1);
});

test.each([
  ['BZh9', 'title'],
  ['PK', 'title'],
  ['7z', ''],
  ['\ufeff', ''],
])('a short text that begins with "%s" is not refused', async (start, end) => {
  const rows = await read(Buffer.from(`${start}${end}`), 'ndjson', [1]);
  expect(rows).not.toHaveProperty('error');
  expect(rows.items.map(({ raw }) => raw)).toEqual(start === '\ufeff' ? [] : [start + end]);
});

test('a thousand comments before the content are skipped quickly', async () => {
  const started = performance.now();
  await read(Buffer.from(`<?xml?>${'<!---->'.repeat(1000)}`), 'csv');
  await read(Buffer.from(`${'--'.repeat(5000)}`), 'csv');
  await read(Buffer.from(`${'/**/'.repeat(5000)}x`), 'csv');
  expect(performance.now() - started).toBeLessThan(2000);
});

test('an input compressed without a declaration is refused', async () => {
  expect(await rowsOf(gzipSync(csv), { format: 'csv' })).toEqual({
    items: [],
    error: expect.stringMatching(/compressed with gzip .+"Content-Encoding"/),
  });
});
