import { expect, test } from '@jest/globals';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { inPieces, rowsOf } from '../../../support/rows.js';

const files: readonly [FileFormat, string][] = [
  ['csv', 'title,uri,date\r\nT,U,D\r\n'],
  ['tsv', 'title\turi\tdate\r\nT\tU\tD'],
  ['ndjson', '{"title":"T","uri":"U","date":"D"}\n'],
  ['json', '[{"title":"T","uri":"U","date":"D"}]'],
];

test.each(files)(
  'a trailing Ctrl-Z, as DOS writes it, is not a row of %s',
  async (format, text) => {
    for (const lengths of [undefined, [1], [7, 2]]) {
      const bytes = Buffer.from(`${text}\u001a`);
      const { items, error } = await rowsOf(inPieces(bytes, lengths), { format });
      expect(error).toBeUndefined();
      expect(items).toMatchObject([{ title: 'T', uri: 'U', date: 'D' }]);
    }
  },
);

test('a Ctrl-Z in the middle of a text is an ordinary character', async () => {
  const text = '{"title":"a\u001a","uri":"U","date":"D"}\n\u001a\n';
  const { items } = await rowsOf(inPieces(Buffer.from(text), [1]), { format: 'ndjson' });
  expect(items.map(({ raw }) => raw)).toEqual(text.trimEnd().split('\n'));
});

test('a footer without a line feed is reported like a cut-off row, with advice for both', async () => {
  const { items, error } = await rowsOf('title,uri,date\nT,U,D\n(1 row)', { format: 'csv' });
  expect(items).toHaveLength(1);
  expect(error).toBe(
    'The input is cut off: it ends at byte 28 in the row on line 3, which has 1 of 3 cells. If it is complete, end it with a line feed; otherwise remove it.',
  );
});
