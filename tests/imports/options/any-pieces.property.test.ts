import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { ReadOptions } from '../../../src/imports/rows/read-rows.js';
import { inPieces, rowsOf } from '../../support/rows.js';

const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 6 });
const text = fc.stringMatching(/^["'|\\#,;\t\r\n{}[\]a-cé😀NT ]{0,60}$/u);
const object = '{\n "title": "A",\n "uri": "https://t.example/",\n "date": "2014-03-08"\n}\n';

const inputs: Readonly<
  Record<string, [start: string, options: ReadOptions, encode?: BufferEncoding]>
> = {
  'CSV with an escape': ['title,uri,date\n', { escape: '\\', named: 'csv' }],
  'TSV with an escape': ['title\turi\tdate\n', { escape: '\\', named: 'tsv' }],
  'CSV with another quote': ["title|'uri'|date\n", { quote: "'", delimiter: '|' }],
  'CSV with comments': ['# a\ntitle,uri,date\n', { comment: '#' }],
  'CSV with spaces before quotes': ['"title", "uri", "date"\n', {}],
  'CSV without a header': [
    'a,https://t.example/,2014\n',
    { noHeader: true, map: { title: '1', uri: '2', date: '3' } },
  ],
  'CSV after skipped lines': ['x\n"\ntitle,uri,date\n', { skipLines: 2 }],
  'UTF-16': ['\ufefftitle\turi\tdate\n', {}, 'utf16le'],
  'UTF-16 without a mark': ['title\turi\tdate\n', { encoding: 'utf-16' }, 'utf16le'],
  'Windows-1252': ['title,uri,date\n', { encoding: 'windows-1252' }, 'latin1'],
  'NDJSON with comments': ['# a\n{"title":"a","uri":"b","date":"c"}\n', { comment: '#' }],
  'objects of several lines': [object, {}],
  'a backup of Firefox': [
    '{"type":"text/x-moz-place-container","children":[{"title":"a","uri":"b","dateAdded":1},{"a":[',
    {},
  ],
  'bookmarks of Chrome': ['{"roots":{"other":{"children":[{"name":"a","url":"b"},{"url":"', {}],
  CDX: [' CDX N b a m\nk 20140308150102 https://t.example/ x\nk 2014 "', {}],
  CDXJ: ['! a\nk 20140308150102 {"url":"https://t.example/"}\nk 2014 {"a":1', {}],
  'a list of lists': ['[["title","uri","date"],["a","b",1.0],[', {}],
  'the knowledge graph of GDELT': ['20140308150102-1\t20140308150102\t1\ta\tb\n"', {}],
  'a list that lies deeper': ['{"n":{"a":[1],"list":[{"title":"a"},', { items: 'n.list' }],
};

/** Without the excerpt from the input, which is no longer than the piece that holds it. */
const placed = ({ items, error }: Awaited<ReturnType<typeof rowsOf>>) => ({
  items,
  error: error?.replace(/".*"/s, ''),
});

describe('the same rows are read, however the bytes arrive, from', () => {
  test.each(Object.entries(inputs))('%s', async (_name, [start, options, encoding]) => {
    await fc.assert(
      fc.asyncProperty(text, lengths, async (rest, sizes) => {
        const bytes = Buffer.from(start + rest, encoding);
        const whole = await rowsOf(bytes, options);
        const parts = await rowsOf(inPieces(bytes, sizes), options);
        expect(placed(parts)).toEqual(placed(whole));
      }),
      { numRuns: 200 },
    );
  });
});

const cell = fc.stringMatching(/^["'|\\,;\t\na-cé😀N ]{1,12}$/u);

test('cells come back from CSV that escapes with backslashes, whatever is in them', async () => {
  const escaped = (given: string) => given.replace(/["'|\\,;\t\n]/g, (each) => `\\${each}`);
  await fc.assert(
    fc.asyncProperty(
      fc.array(cell, { minLength: 1, maxLength: 5 }),
      lengths,
      async (titles, sizes) => {
        const rows = titles.map((title) => `T${escaped(title)},https://t.example/,2014\n`);
        const bytes = Buffer.from(`title,uri,date\n${rows.join('')}`);
        const { items } = await rowsOf(inPieces(bytes, sizes), { format: 'csv', escape: '\\' });
        expect(items.map(({ title }) => title)).toEqual(titles.map((title) => `T${title}`));
      },
    ),
  );
});
