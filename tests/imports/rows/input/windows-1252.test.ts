import { expect, test } from '@jest/globals';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { adviceOn, faultsIn, rowsOf } from '../../../support/rows.js';

const bytes = (latin1: string) => Buffer.from(latin1, 'latin1');

// As Excel writes them in Western Europe; \x80 is the sign of the euro there, and \x81 nothing.
test.each<[string, FileFormat, Buffer, string]>([
  ['CSV', 'csv', bytes('title;uri;date\nCaf\xe9 \x80 \x81;U;D\n'), 'Café € \u0081;U;D'],
  ['TSV', 'tsv', bytes('title\turi\tdate\n\tCaf\xe9\t\n'), '\tCafé\t'],
  ['NDJSON', 'ndjson', bytes('{"title":"Caf\xe9"}\n'), '{"title":"Café"}'],
])(
  'a row of %s in Windows-1252 is rejected without losing a letter',
  async (_what, format, text, raw) => {
    const result = await rowsOf(text, { format });
    expect(result.items.map((item) => item.raw)).toEqual([raw]);
    expect(faultsIn(result)).toEqual([
      expect.stringMatching(
        /has bytes that are not UTF-8, and is stored as if they were Windows-1252; set encoding to windows-1252 if that is right, or convert the file with "iconv -f WINDOWS-1252 -t UTF-8"\.$/,
      ),
    ]);
  },
);

test('UTF-8 sequences in a row of mixed encodings are preserved', async () => {
  const text = Buffer.concat([
    Buffer.from('title,uri,date\né 日本 😀 '),
    bytes('\xe9\xe2\x82,U,D\n'),
  ]);
  const { items } = await rowsOf(text, { format: 'csv' });
  expect(items.map(({ raw }) => raw)).toEqual(['é 日本 😀 éâ‚,U,D']);
});

test('a header in Windows-1252 is refused with the encoding to give', async () => {
  const text = bytes('titre,uri,date,\xe9\nT,U,D,x\n');
  const { error } = await rowsOf(text, { format: 'csv' });
  expect(error).toMatch(/^The header cannot be read: .+ bytes that are not UTF-8/);
  expect(await adviceOn(text, { format: 'csv' })).toBe(
    'If it is in Windows-1252, add --encoding windows-1252 to the command.',
  );
});
