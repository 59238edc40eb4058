import { expect, test } from '@jest/globals';
import type { FileFormat } from '../../../src/formats/file-format.js';
import { rowsOf } from '../../support/rows.js';

test.each<[string, FileFormat, string, (string | null)[]]>([
  ['TSV', 'tsv', 'title\turi\tdate\n\\N\thttps://t.example\t\\N\n', [null, null]],
  ['CSV with tabs', 'csv', 'title\turi\tdate\n\\N\thttps://t.example\t\\N\n', [null, null]],
  ['CSV', 'csv', 'title,uri,date\n\\N,https://t.example,\\N\n', ['\\N', '\\N']],
])('a cell \\N is null in %s', async (_what, format, text, cells) => {
  const { items } = await rowsOf(text, { format });
  expect(items.map(({ title, date }) => [title, date])).toEqual([cells]);
});

test('no other cell of TSV is null', async () => {
  const { items } = await rowsOf('title\turi\tdate\nNULL\t\\n\tC:\\N\n', { format: 'tsv' });
  expect(items).toMatchObject([{ title: 'NULL', uri: '\\n', date: 'C:\\N' }]);
});
