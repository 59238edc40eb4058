import { expect, test } from '@jest/globals';
import { rowsOf } from '../../../support/rows.js';
import { ods, sheetRows, xlsx, xlsxParts, zip } from '../../../support/workbooks.js';

const header = ['title', 'uri', 'date'];
const row = ['T', 'https://t.example/1', '2014-03-08'];
const sheet = (rows: string) => [{ name: 'Links', rows }];
const good = sheet(sheetRows([header, row]));
const book = xlsx(good);
const withPart = (name: string, content: string) => xlsx(good, { parts: { [name]: content } });
const workbook = 'xl/workbook.xml';
const nested = `${'<a>'.repeat(200)}${'</a>'.repeat(200)}`;
const entity = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "ha">]><worksheet/>';

test.each<[string, Buffer, string, rows?: number]>([
  ['is cut off', book.subarray(0, book.length - 30), 'is cut off or damaged: the directory at its'],
  ['is cut off in its first part', book.subarray(0, 60), 'is cut off or damaged'],
  ['is encrypted as a zip archive', zip(xlsxParts(good), { flags: 1 }), 'is encrypted with a pass'],
  [
    'is an encrypted .ods',
    ods('', '', { 'META-INF/manifest.xml': '<m:manifest><m:encryption-data/></m:manifest>' }),
    'is encrypted with a password; save it without one',
  ],
  ['names sizes that are less', zip(xlsxParts(good), { lie: -5 }), 'is damaged in its part'],
  ['names sizes that are more', zip(xlsxParts(good), { lie: 5 }), 'is damaged in its part'],
  ['has another checksum', zip(xlsxParts(good), { checksum: 1 }), 'its checksum is another'],
  ['is compressed by another method', zip(xlsxParts(good), { method: 12 }), 'by method 12, which'],
  ['declares entities', withPart('xl/worksheets/sheet0.xml', entity), 'declares a document type'],
  ['nests elements', withPart('xl/worksheets/sheet0.xml', nested), 'more than 100 levels deep'],
  ['lacks its sheet', withPart(workbook, '<workbook><sheets/></workbook>'), 'without sheets'],
  [
    'is a bomb',
    withPart('xl/worksheets/sheet0.xml', `<a>${' '.repeat(70_000_000)}`),
    'at most 250 times as many are allowed. If its rows are needed, save the sheet as CSV',
  ],
  ['has a tag without end', withPart(workbook, `<a b="${'x'.repeat(2 ** 21)}`), 'tag of more than'],
  [
    'refers to texts that it does not have',
    xlsx(sheet(`${sheetRows([header, row])}<row><c t="s"><v>7</v></c></row>`)),
    'row 3 refers to the shared text 7',
    1,
  ],
  [
    'is cut off in its sheet',
    withPart('xl/worksheets/sheet0.xml', `<worksheet><sheetData>${sheetRows([header, row])}`),
    'The part "xl/worksheets/sheet0.xml" of the workbook is cut off',
    1,
  ],
  [
    'has too many rows',
    xlsx(sheet(`${sheetRows([header, row])}<row r="99999999"><c t="s"><v>7</v></c></row>`)),
    'more than 1048576 rows',
    1,
  ],
  [
    'is a document',
    zip({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="word/document.xml"/></Relationships>',
      'word/document.xml': '<w/>',
    }),
    'a document of Office other than a workbook, as it has "word/document.xml"',
  ],
  [
    'is a binary workbook',
    zip({
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels':
        '<Relationships><Relationship Id="a" Type="x/officeDocument" Target="xl/workbook.bin"/></Relationships>',
    }),
    'is a binary Excel workbook (.xlsb); save it as .xlsx',
  ],
  [
    'is a text in OpenDocument',
    zip({ mimetype: 'application/vnd.oasis.opendocument.text' }),
    'an OpenDocument file other than a spreadsheet',
  ],
  ['is another archive', zip({ 'rows.csv': 'title,uri,date' }), 'is a zip archive; extract'],
])(
  'a workbook that %s is refused by what is wrong, after the rows before that',
  async (...given) => {
    const [, bytes, message, rows = 0] = given;
    const { items, error } = await rowsOf(bytes, {});
    expect(error).toContain(message);
    expect(items).toHaveLength(rows);
  },
);

test('a row with too many cells, or too long a text, is rejected, and the others are read', async () => {
  const far = '<c r="XFD2" t="str"><v>far</v></c>';
  const long = 'x'.repeat(2 ** 24 + 10);
  const rows = `${sheetRows([header])}<row>${far}</row>${sheetRows([[long], row])}`;
  const { items, error } = await rowsOf(xlsx(sheet(rows)), {});
  expect(error).toBeUndefined();
  expect(items.map(({ fault, title }) => fault?.message ?? title)).toEqual([
    'The row on line 2 has 16384 cells; at most 1000 are allowed, and only these are stored.',
    'The row on line 3 has more than 16777216 characters, the maximum, and only its beginning is stored.',
    'T',
  ]);
  const wide = xlsx(sheet(sheetRows([[...header, ...Array(1100).fill('x')], row])));
  expect((await rowsOf(wide, {})).error).toMatch(/header has .*1000/);
});
