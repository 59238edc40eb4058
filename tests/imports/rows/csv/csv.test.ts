import { describe, expect, test } from '@jest/globals';
import { parseColumnMap } from '../../../../src/imports/rows/column-map.js';
import { faultsIn, inPieces, rowsOf } from '../../../support/rows.js';

const read = (text: string | Uint8Array, map?: string) =>
  rowsOf(text, { format: 'csv', ...(map && { map: parseColumnMap(map) }) });

const cellsOf = async (text: string) =>
  (await read(text)).items.map(({ title, uri, date }) => [title, uri, date]);

describe('the columns of CSV are found by their names:', () => {
  test.each([
    ['in any order', 'date,id,title,uri\nD,7,T,U'],
    ['in any case, with spaces', 'Date , id, TITLE,\tUri\nD,7,T,U'],
    [
      'behind a byte order mark, with line ends of Windows',
      '\ufeffdate,id,title,uri\r\nD,7,T,U\r\n',
    ],
    ['in quotes', '"date","id","title","uri"\n"D","7","T","U"\n'],
    ['behind blank lines', '\n\r\ndate,id,title,uri\n\nD,7,T,U\n\r\n'],
  ])('%s', async (_how, text) => {
    expect(await cellsOf(text)).toEqual([['T', 'U', 'D']]);
  });

  test('or by the names in a map', async () => {
    const text = 'link,title,published,uri,date\nU,T,D,x,y';
    const { items } = await read(text, 'uri=Link, date=published');
    expect(items).toEqual([{ title: 'T', uri: 'U', date: 'D', line: 2 }]);
  });

  test('a missing cell is null, and an empty cell an empty string', async () => {
    expect(await cellsOf('title,date,uri\nT,,\n')).toEqual([['T', '', '']]);
    expect(await cellsOf('title,uri,date\nT\n')).toEqual([['T', null, null]]);
  });

  test.each([
    [
      'there is none',
      'name,link\na,b',
      undefined,
      /^The columns are "name", "link"; none of them is "title" or "uri" or "date"\.$/,
    ],
    [
      'the map names none',
      'title,link,date\na,b',
      'uri=lnk',
      /"title", "link", "date"; none of them is "lnk" \(the uri in the map\)\.$/,
    ],
    ['one appears twice', 'title,uri,Title\na,b,c', undefined, /the column "title" appears twice/],
    [
      'there are too many of other names',
      Array.from({ length: 25 }, (_, index) => `c${index}`.padEnd(100, 'x')).join(','),
      undefined,
      /^The columns are "c0x{58}…", .+"c19x{57}…" and 5 more; none of them is "title"/,
    ],
    [
      'the header is broken',
      'ti"tle,uri\na,b',
      undefined,
      /^The header cannot be read: The row on line 1 has a quote/,
    ],
    [
      'the file is empty',
      '\ufeff\r\n',
      undefined,
      /^The input is empty; expected a first row that names the columns/,
    ],
    [
      'rows may have lost their line feeds',
      'title,uri,date,noteT,U,D',
      undefined,
      /^The input is a single line without a line feed, .+ curl keeps them with --data-binary\./,
    ],
  ])('or the file is refused because %s', async (_what, text, map, message) => {
    expect(await read(text, map)).toEqual({ items: [], error: expect.stringMatching(message) });
  });
});

test.each(['title,uri,date', 'title,uri,date,notes\n'])(
  'a header alone has no rows: %j',
  async (text) => {
    expect(await read(text)).toEqual({ items: [] });
  },
);

test('quoted cells may contain commas, quotes and line feeds, and a row has the line on which it begins', async () => {
  const text = 'title,uri,date\r\n"a ""b"", c",u,d\r\n"line\r\n\nfeeds",u,d\r\nlast,u,""\r\n';
  const { items } = await read(text);
  expect(items.map(({ title, line }) => [title, line])).toEqual([
    ['a "b", c', 2],
    ['line\r\n\nfeeds', 3],
    ['last', 6],
  ]);
});

test('cells of TSV are separated only by tabs', async () => {
  const text = 'title\turi\tdate\nA, b\t"tab\there"\t2014\n';
  const { items } = await rowsOf(text, { format: 'tsv' });
  expect(items).toEqual([{ title: 'A, b', uri: 'tab\there', date: '2014', line: 2 }]);
});

describe('an unreadable row of CSV is rejected as it came, and the others are read:', () => {
  test.each([
    ['more cells than columns', 'x,u,d,more', /has 4 cells, but there are 3 columns\.$/],
    ['a quote in a plain cell', '5" disk,u,d', /has a quote near byte 22 that neither begins nor/],
    ['text behind a quote', '"x"y,u,d', /has a quote near byte 24 that neither begins nor/],
    ['a quote that is not closed', 'x,"u,d', /has a quote that opens at byte 23 and is not closed/],
    ['a quote not closed at the end', '"x","u","d', /opens at byte 29 and is not closed/],
  ])('%s', async (_what, row, message) => {
    const result = await read(`title,uri,date\na,u,d\r\n${row}\r\n"b",u,d\n`.replace('\r', ''));
    expect(result).not.toHaveProperty('error');
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual(['a', row, 'b']);
    expect(faultsIn(result)).toEqual([expect.stringMatching(/^3: The row on line 3 /)]);
    expect(faultsIn(result)).toEqual([expect.stringMatching(message)]);
  });

  test('a row in another charset', async () => {
    const rows = ['title,uri,date', 'é', 'caf\xe9,u,d', '"b"', 'caf\xe9'];
    const bytes = rows.map((row, place) =>
      Buffer.from(`${row}\n`, place === 1 ? 'utf8' : 'latin1'),
    );
    const result = await read(Buffer.concat(bytes));
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual([
      'é',
      'café,u,d',
      'b',
      'café',
    ]);
    expect(faultsIn(result)).toEqual([
      expect.stringMatching(/^3: .+ line 3 has bytes that are not UTF-8/),
      expect.stringMatching(/^5: /),
    ]);
  });

  test('a row longer than 16 MB', async () => {
    const result = await read(
      `title,uri,date\na\n${'x'.repeat(17 << 20)}\nb\n"${'y'.repeat(17 << 20)}"\nc\n`,
    );
    expect(result.items.map(({ title }) => title)).toEqual(['a', undefined, 'b', undefined, 'c']);
    expect(faultsIn(result)).toEqual([
      expect.stringMatching(/^3: The row on line 3 has 17825792 bytes; at most/),
      expect.stringMatching(/^5: The row on line 5 has 17825794 bytes; at most/),
    ]);
    expect(result.items[1]?.raw).toMatch(/^x{1000}…$/);
  });
});

test('trailing commas of a row are not cells', async () => {
  expect(await cellsOf('title,uri,date\nT,U,D,,\n')).toEqual([['T', 'U', 'D']]);
});

describe('an unclosed quote rejects only its own line', () => {
  const rows = Array.from({ length: 1000 }, (_, index) => `${index},u,d`);

  test('if it is unclosed at the end of the input', async () => {
    const result = await read(
      `title,uri,date\n${rows.join('\n')}\n"open,u,d\n${rows.join('\n')}\n`,
    );
    expect(result.items).toHaveLength(2001);
    expect(result.items[1001]).toMatchObject({ title: '0', line: 1003 });
    expect(faultsIn(result)).toEqual([
      '1002: The row on line 1002 has a quote that opens at byte 7905 and is not closed before the input ends at byte 15805.',
    ]);
  });

  test('if it is unclosed at the maximum row length', async () => {
    async function* large() {
      yield Buffer.from('title,uri,date\n"open,u,d\n');
      for (let piece = 0; piece < 300; piece += 1) yield Buffer.from(`${'x'.repeat(65_000)},u,d\n`);
    }
    const { items, error } = await rowsOf(large(), { format: 'csv' });
    expect([items.length, error]).toEqual([301, undefined]);
    expect(items[0]?.fault?.message).toMatch(
      /opens at byte 15 and is not closed within 16777216 bytes/,
    );
    expect(items[300]).toMatchObject({ uri: 'u', line: 302 });
  });

  test('and on the last line, the input is reported as cut off', async () => {
    expect(await read('title,uri,date\na,u,d\nb,"u')).toEqual({
      items: [{ title: 'a', uri: 'u', date: 'd', line: 2 }],
      error:
        'The input is cut off: it ends at byte 25 in a cell of line 3 whose quote opens at byte 23.',
    });
  });
});

test('with safeCsv, the apostrophe before a formula is removed', async () => {
  const text = `title,uri,date\n'=1+1,'u,'-d\n`;
  expect(await cellsOf(text)).toEqual([["'=1+1", "'u", "'-d"]]);
  const { items } = await rowsOf(inPieces(Buffer.from(text)), { format: 'csv', safeCsv: true });
  expect(items).toEqual([{ title: '=1+1', uri: "'u", date: '-d', line: 2 }]);
});

test('columns with names from a prototype are ordinary columns', async () => {
  const { items } = await read(
    '__proto__,constructor,title\nx,y,T',
    'uri=__proto__,date=constructor',
  );
  expect(items).toEqual([{ title: 'T', uri: 'x', date: 'y', line: 2 }]);
});
