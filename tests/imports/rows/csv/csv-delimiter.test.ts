import { describe, expect, test } from '@jest/globals';
import { faultsIn, inPieces, rowsOf } from '../../../support/rows.js';

const row = { title: 'T', uri: 'U', date: 'D' };

describe('the delimiter of CSV is the most frequent one in the header:', () => {
  test.each([
    ['commas', 'title,uri,date\nT,U,D\n'],
    ['semicolons', 'title;uri;date\r\nT;U;D\r\n'],
    ['tabs', 'title\turi\tdate\nT\tU\tD\n'],
    ['semicolons, with a mark and blank lines', '\ufeff\n\r\ntitle;uri;date\nT;U;D\n'],
    ['semicolons, with commas in quotes', '"a,b,c,d,e";title;"uri";date\nx;"T";U;D\n'],
    ['semicolons, with commas in names', 'a, b;title;uri;date\nx;T;U;D\n'],
    ['semicolons, in a header of several lines', '"a,\nb,c,""d,"",e";title;uri;date\nx;T;U;D\n'],
    ['as many commas as semicolons', 'title,uri,date,a;b;c;d\nT,U,D,x\n'],
  ])('%s', async (_which, text) => {
    for (const lengths of [undefined, [1]]) {
      const { items, error } = await rowsOf(inPieces(Buffer.from(text), lengths), {
        format: 'csv',
      });
      expect(error).toBeUndefined();
      expect(items).toMatchObject([row]);
    }
  });

  test('other delimiters in the rows are ordinary characters', async () => {
    const { items } = await rowsOf('title;uri;date\n"a;b";c,d\none,\ttwo;three\n', {
      format: 'csv',
    });
    expect(items.map(({ title, uri }) => [title, uri])).toEqual([
      ['a;b', 'c,d'],
      ['one,\ttwo', 'three'],
    ]);
  });

  test('the delimiter of TSV is the tab, whatever the header has', async () => {
    const { items } = await rowsOf('title\turi\tdate\ta;b;c;d\nT;U\tx\n', { format: 'tsv' });
    expect(items).toMatchObject([{ title: 'T;U' }]);
  });
});

describe('a line sep= names the delimiter:', () => {
  test.each([
    ['a semicolon', 'sep=;\r\ntitle;uri;date\r\nT;U;D\r\n'],
    ['a comma', 'SEP=,\ntitle,uri,date,a;b;c;d;e\nT,U,D\n'],
    ['a tab', 'sep=\t\ntitle\turi\tdate\nT\tU\tD\n'],
    ['a bar', '\ufeffsep=|\ntitle|uri|date\n"T"|U|D\n'],
  ])('%s', async (_which, text) => {
    for (const lengths of [undefined, [1], [5, 2]]) {
      const { items, error } = await rowsOf(inPieces(Buffer.from(text), lengths), {
        format: 'csv',
      });
      expect(error).toBeUndefined();
      expect(items).toEqual([{ ...row, line: 3 }]);
    }
  });

  test('lines and bytes in messages are those of the file', async () => {
    const result = await rowsOf('sep=;\ntitle;uri;date\nT;U;D\n5" disk;U;D\n', { format: 'csv' });
    expect(faultsIn(result)).toEqual([
      expect.stringMatching(/^4: The row on line 4 has a quote near byte 28 that neither/),
    ]);
  });

  test.each([
    [
      'there is no header behind it',
      'sep=;\n',
      /^The input is empty; expected a first row that names the columns/,
    ],
    ['it names a letter', 'sep=x\ntitle;uri\n', /^The columns are "sep=x"; none of them/],
    ['it is the second one', 'title,uri,date\nsep=;\n', undefined],
  ])('but not where %s', async (_where, text, message) => {
    const { error } = await rowsOf(text, { format: 'csv' });
    if (message) expect(error).toMatch(message);
    else expect(error).toBeUndefined();
  });
});
