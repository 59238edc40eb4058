import { describe, expect, test } from '@jest/globals';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { inPieces, rowsOf } from '../../../support/rows.js';

const formats: readonly FileFormat[] = ['csv', 'tsv'];

describe('CSV with carriage returns instead of line feeds is refused with advice:', () => {
  test.each([
    ['all of them', 'title,uri,date\rT,U,D\rT,U,D\r'],
    ['that of the header', 'title,uri,date\rT,U,D\r\nT,U,D\r\n'],
    ['with cells in quotes', '"title","uri","a,\r\nb"\r"T","U","D"\r'],
    ['behind blank lines and a byte order mark', '\ufeff\r\rtitle,uri,date\r\rT,U,D\r'],
    ['behind a line that names the delimiter', 'sep=;\rtitle;uri;date\rT;U;D'],
  ])('%s', async (_which, text) => {
    for (const format of formats) {
      for (const lengths of [undefined, [1]]) {
        expect(await rowsOf(inPieces(Buffer.from(text), lengths), { format })).toEqual({
          items: [],
          error:
            'The lines end in carriage returns without line feeds, as old Macintosh programs write them; save the file with line feeds.',
        });
      }
    }
  });

  test('even in an endless input', async () => {
    async function* endless() {
      for (;;) yield Buffer.from('title,uri,date\r'.repeat(1000));
    }
    const { error } = await rowsOf(endless(), { format: 'csv' });
    expect(error).toMatch(/^The lines end in carriage returns without line feeds/);
  });
});

test.each([
  ['in a cell in quotes', '"a \r b",title,uri,date\nx,T,U\n'],
  ['before a line end', 'title,date,uri\r\r\nT,D,U\r\n'],
  ['behind the header', 'title,uri,date\n"T",U\r\n'],
])('carriage returns are ignored %s', async (_where, text) => {
  const { items, error } = await rowsOf(text, { format: 'csv' });
  expect(error).toBeUndefined();
  expect(items).toMatchObject([{ title: 'T', uri: 'U', line: 2 }]);
});

describe('a last line of CSV without a line feed', () => {
  const read = (text: string | Uint8Array, lengths?: number[]) =>
    rowsOf(inPieces(typeof text === 'string' ? Buffer.from(text) : text, lengths), {
      format: 'csv',
    });

  test.each([
    ['in its first cell', 'title,uri,date\nT,U,D\nTi', 'byte 23', 'line 3', '1 of 3'],
    ['in its second cell', 'title,uri,date\r\nT,U,D\r\nT,h', 'byte 26', 'line 3', '2 of 3'],
    ['behind a quote', '\ufefftitle,uri,date\n"T\n",U,D\n"Ti"', 'byte 31', 'line 4', '1 of 3'],
    ['with semicolons', 'title;uri;date\nT;U;D\n\nT;', 'byte 24', 'line 4', '2 of 3'],
    ['in the middle of a character', 'title,uri,date\nT,U,D\n\xc3', 'byte 22', 'line 3', '1 of 3'],
    [
      'behind a quote that nothing closes',
      'title,uri,date\n"T,U\nT,U\nT',
      'byte 25',
      'line 4',
      '1 of 3',
    ],
  ])('is cut off %s', async (where, text, byte, line, cells) => {
    const bytes = Buffer.from(text, where.includes('character') ? 'latin1' : 'utf8');
    for (const lengths of [undefined, [1]]) {
      const { items, error } = await read(bytes, lengths);
      expect(items.at(-1)).toMatchObject({ title: expect.stringContaining('T'), uri: 'U' });
      expect(error).toBe(
        `The input is cut off: it ends at ${byte} in the row on ${line}, which has ${cells} cells. If it is complete, end it with a line feed; otherwise remove it.`,
      );
    }
  });

  test.each([
    ['with all cells', 'title,uri,date\nT,U,D', { title: 'T', uri: 'U', date: 'D' }],
    ['cut off in its last cell', 'title,date,uri\nT,D,http', { title: 'T', uri: 'http' }],
    ['with an empty last cell', 'title,uri,date\nT,U,', { title: 'T', uri: 'U', date: '' }],
  ])('is a row %s', async (_how, text, row) => {
    const { items, error } = await read(text);
    expect(error).toBeUndefined();
    expect(items).toMatchObject([row]);
  });

  test('is a row with fewer cells if a line feed follows', async () => {
    const { items, error } = await read('title,uri,date\nT,U\n');
    expect(error).toBeUndefined();
    expect(items).toEqual([{ title: 'T', uri: 'U', date: null, line: 2 }]);
  });

  test('may be the header', async () => {
    expect(await read('title,uri,date')).toEqual({ items: [] });
  });
});
