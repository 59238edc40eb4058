import { describe, expect, test } from '@jest/globals';
import type { RowFormat } from '../../../src/imports/rows/row-batch.js';
import { inPieces, rowsOf } from '../../support/rows.js';

const formats: readonly RowFormat[] = ['csv', 'tsv'];

describe('lines that end in carriage returns alone are refused with a sentence', () => {
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
            'The lines end in carriage returns alone, as old programs of the Macintosh write them; save it with line feeds.',
        });
      }
    }
  });

  test('even those of a file without an end', async () => {
    async function* endless() {
      for (;;) yield Buffer.from('title,uri,date\r'.repeat(1000));
    }
    const { error } = await rowsOf(endless(), { format: 'csv' });
    expect(error).toMatch(/^The lines end in carriage returns alone/);
  });
});

test.each([
  ['in a cell in quotes', '"a \r b",title,uri\nx,T,U\n'],
  ['before a line end', 'title,uri\r\r\nT,U\r\n'],
  ['behind the header', 'title,uri\n"T",U\r\n'],
])('carriage returns do no harm %s', async (_where, text) => {
  const { items, error } = await rowsOf(text, { format: 'csv' });
  expect(error).toBeUndefined();
  expect(items).toMatchObject([{ title: 'T', uri: 'U', line: 2 }]);
});
