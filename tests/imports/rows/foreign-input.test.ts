import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, test } from '@jest/globals';
import type { RowFormat } from '../../../src/imports/rows/row-batch.js';
import { unpacked } from '../../../src/imports/rows/unpack.js';
import { inPieces, rowsOf } from '../../support/rows.js';

const csv = 'title,uri,date\nT,U,D\n';
const formats: readonly RowFormat[] = ['json', 'ndjson', 'csv', 'tsv'];
const what = 'what is packed once, by gzip or zstd, is unpacked';

/** Reads a file as the command does. */
const read = (bytes: Buffer, format: RowFormat, lengths?: number[]) =>
  rowsOf(unpacked(inPieces(bytes, lengths)), { format });

describe.each<[string, string | Buffer, string]>([
  ['xz', Buffer.from('fd377a585a000004e6d6b446', 'hex'), `It is packed by xz; ${what}`],
  ['bzip2', 'BZh91AY&SY\x00\x01\x02', `It is packed by bzip2; ${what}`],
  ['7z', "7z\xbc\xaf'\x1c\x00\x04", `It is packed by 7z; ${what}`],
  ['zip', 'PK\x03\x04\x14\x00\x08\x08', 'It is a zip archive, as .xlsx files of Excel are, too; '],
  ['a zip archive without files', 'PK\x05\x06\x00', 'It is a zip archive, as .xlsx'],
  ['gzip twice', gzipSync(gzipSync(csv)), `read as rows is packed by gzip; ${what}`],
  ['zstd in gzip', gzipSync(zstdCompressSync(csv)), `read as rows is packed by zstd; ${what}`],
  ['gzip in zstd', zstdCompressSync(gzipSync(csv)), 'read as rows is packed by gzip;'],
  ['UTF-16', Buffer.from(csv, 'utf16le'), 'It begins as a text in UTF-16 does; save it in UTF-8.'],
])('an input in %s', (_name, given, message) => {
  const bytes = typeof given === 'string' ? Buffer.from(given, 'latin1') : given;

  test('is refused with a sentence, whatever format it is said to have', async () => {
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
  ['BZh9', 'title'],
  ['PK', 'title'],
  ['7z', ''],
  ['\ufeff', ''],
])('a text may begin with "%s" and be short', async (start, end) => {
  const rows = await read(Buffer.from(`${start}${end}`), 'ndjson', [1]);
  expect(rows).not.toHaveProperty('error');
  expect(rows.items.map(({ raw }) => raw)).toEqual(start === '\ufeff' ? [] : [start + end]);
});

test('what is packed and sent without saying so is refused as well', async () => {
  expect(await rowsOf(gzipSync(csv), { format: 'csv' })).toEqual({
    items: [],
    error: expect.stringMatching(/packed by gzip; .+"Content-Encoding" names/),
  });
});
