import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { inPieces, rowsOf } from '../../../support/rows.js';
import { type Cell, ods, sheetRows, xlsx } from '../../../support/workbooks.js';

const header = ['title', 'uri', 'date', 'note'];
const uri = 'https://t.example/1';
const sheet = (rows: readonly (readonly Cell[])[]) => ({
  name: 'Links',
  rows: sheetRows([header, ...rows]),
});
const raw = (xml: string): Cell => ({ xml });

async function read(bytes: Buffer) {
  const { items, error } = await rowsOf(bytes, {});
  expect(error).toBeUndefined();
  return items;
}

test('a date in a cell of .xlsx is the one that it shows, by the built-in and the custom formats of numbers', async () => {
  const formats = [14, 22, 46, 'dd/mm/yyyy hh:mm', '[$-409]d "at" mmm yy;@', '0.00', '"day" 0', 58];
  const styled = (style: number, value = '41706.6257175926') =>
    ['T', uri, raw(`<c s="${style}"><v>${value}</v></c>`)] as const;
  const dates = async (rows: readonly (readonly Cell[])[], is1904 = false) =>
    (await read(xlsx([sheet(rows)], { formats, is1904 }))).map(({ date }) => date);
  expect(await dates(formats.map((_, at) => styled(at + 1)))).toEqual([
    '2014-03-08T15:01:02',
    '2014-03-08T15:01:02',
    '2014-03-08T15:01:02',
    '2014-03-08T15:01:02',
    '2014-03-08T15:01:02',
    '41706.6257175926',
    '41706.6257175926',
    '2014-03-08T15:01:02',
  ]);
  expect(
    await dates([
      styled(1, '41706'),
      styled(2, '41706'),
      styled(1, '59'),
      styled(1, '60'),
      styled(1, '61'),
      styled(1, '0.5'),
      styled(1, '-3'),
      styled(1, '9999999999'),
      ['T', uri, raw('<c t="d"><v>2014-03-08T15:01:02</v></c>')],
      styled(0, '1.3942908E9'),
    ]),
  ).toEqual([
    '2014-03-08',
    '2014-03-08T00:00:00',
    '1900-02-28',
    '1900-02-29',
    '1900-03-01',
    '0.5',
    '-3',
    '9999999999',
    '2014-03-08T15:01:02',
    '1394290800',
  ]);
  expect(await dates([styled(1, '40244.5')], true)).toEqual(['2014-03-08T12:00:00']);
  const serial = { ...{ format: undefined }, dateFormat: { name: 'excel' } as never };
  const kept = await rowsOf(xlsx([sheet([styled(1, '41706.5')])], { formats }), serial);
  expect(kept.items.map(({ date }) => date)).toEqual(['41706.5']);
});

test('texts of .xlsx are read wherever they are, and errors are rejected with the name of its cell', async () => {
  const strings =
    '<si><t xml:space="preserve"> A &amp; &#66; _x0041_</t></si><si><r><t>rich</t></r><r><rPr/><t>er</t></r><rPh><t>hint</t></rPh></si>';
  const at = (cell: string) => [raw(cell), uri, '2014-03-08'];
  const book = xlsx(
    [
      sheet([
        at('<c t="s"><v>0</v></c>'),
        at('<c t="s"><v>1</v></c>'),
        at('<c t="str"><f>A2</f><v>stored result</v></c>'),
        at('<c t="b"><v>1</v></c>'),
        at('<c><v>0.10000000000000001</v></c>'),
        [],
        at('<c t="e"><v>#REF!</v></c>'),
        at('<c><f>A2</f><v/></c>'),
        ['', '', '', ''],
        ['T', uri, '2014-03-08', raw('<c t="e"><v>#N/A</v></c>'), 'beyond'],
      ]).rows,
    ].map((rows) => ({ name: 'Links', rows })),
    { strings },
  );
  const items = await read(book);
  expect(items.map(({ line, title, fault }) => [line, title ?? fault?.message])).toEqual([
    [2, ' A & B A'],
    [3, 'richer'],
    [4, 'stored result'],
    [5, 'TRUE'],
    [6, '0.1'],
    [8, expect.stringMatching(/^The cell A8 is the error #REF!; correct it/)],
    [9, expect.stringMatching(/^The cell A9 has a formula without its result; /)],
    [11, 'T'],
  ]);
  expect(items[5]?.raw).toContain('"title":"#REF!"');
});

test('cells may name their places, in any prefix, and rows may leave some out', async () => {
  const rows =
    '<x:row r="3"><x:c r="B3" t="str"><x:v>title</x:v></x:c><x:c t="str"><x:v>uri</x:v></x:c><x:c r="AA3" t="str"><x:v>date</x:v></x:c></x:row>' +
    `<x:row r="7"><x:c r="AA7" t="str"><x:v>2014</x:v></x:c><x:c r="C7" t="str"><x:v>${uri}</x:v></x:c><x:c r="B7" t="str"><x:v>T</x:v></x:c></x:row>`;
  const book = xlsx([{ name: 'x', rows: `<x:sheetData>${rows}</x:sheetData>` }]);
  expect(await read(book)).toEqual([{ title: 'T', uri, date: '2014', line: 7 }]);
});

const cell = (text: string, attributes = 'office:value-type="string"') =>
  `<table:table-cell ${attributes}><text:p>${text}</text:p></table:table-cell>`;
const row = (cells: string, attributes = '') =>
  `<table:table-row ${attributes}>${cells}</table:table-row>`;
const odsHeader = row(['title', 'uri', 'date'].map((name) => cell(name)).join(''));

test('an .ods is read with its dates, its repeated and empty rows, its links and without its notes', async () => {
  const date = cell('8. März', 'office:value-type="date" office:date-value="2014-03-08T15:01:02"');
  const link = cell(`<text:a xlink:href="https://other.example/">${uri}</text:a>`);
  const note = '<office:annotation><text:p>a note</text:p></office:annotation>';
  const content = `<table:table table:name="Links">${odsHeader}
    ${row(`<table:table-cell table:number-columns-repeated="3"/>`, 'table:number-rows-repeated="4"')}
    ${row(`<table:table-cell office:value-type="string">${note}<text:p>A<text:s text:c="2"/><text:span>b</text:span></text:p><text:p>c</text:p></table:table-cell>${link}${date}`, 'table:number-rows-repeated="2"')}
    ${row(`${cell('1.984', 'office:value-type="float" office:value="1984"')}${link}${cell('2014')}`)}
    ${row(`${cell('#N/A', 'calcext:value-type="error" office:value-type="string"')}${link}${date}`)}
    ${row(cell(''), 'table:number-rows-repeated="1048560"')}</table:table>`;
  const items = await read(ods(content));
  expect(items.map(({ line, title, fault }) => [line, title ?? fault?.message])).toEqual([
    [6, 'A  b\nc'],
    [7, 'A  b\nc'],
    [8, '1984'],
    [9, expect.stringMatching(/^The cell A9 is the error #N\/A; /)],
  ]);
  expect(items[0]).toMatchObject({ uri, date: '2014-03-08T15:01:02' });
});

test('any split of a workbook into pieces gives the same rows', async () => {
  const rows = Array.from({ length: 40 }, (_, n) => [`T${n}`, `${uri}?${n}`, '2014-03-08', `${n}`]);
  const books = [
    xlsx([sheet(rows)]),
    ods(
      `<table:table table:name="Links">${odsHeader}${row(cell('T') + cell(uri) + cell('2014'))}</table:table>`,
    ),
  ];
  for (const book of books) {
    const whole = await read(book);
    const lengths = fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(lengths, async (sizes) => {
        expect(await rowsOf(inPieces(book, sizes), {})).toEqual({ items: whole });
      }),
      { numRuns: 15 },
    );
  }
});
