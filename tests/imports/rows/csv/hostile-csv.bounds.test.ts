import { expect, test } from '@jest/globals';
import { InputError } from '../../../../src/errors/input-error.js';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { readRows } from '../../../../src/imports/rows/read-rows.js';
import { inPieces } from '../../../support/rows.js';
import { timed } from '../../../support/timed.js';

const megabytes = 4 * 1024 * 1024;
const full = (line: string) => `${line}\n`.repeat(Math.ceil(megabytes / (line.length + 1)));
const row = 'x,https://t.example/1,2014-03-08,';

interface Read {
  readonly rows: number;
  readonly largestBatch: number;
  readonly error?: string;
}

/** Counts rows, which are too many to be kept. */
async function count(text: string, format: FileFormat): Promise<Read> {
  const header = ['title', 'uri', 'date', 'note'].join(format === 'tsv' ? '\t' : ',');
  const bytes = Buffer.from(`${header}\n${text}`);
  let [rows, largestBatch] = [0, 0];
  try {
    for await (const { items } of readRows(inPieces(bytes, [65_536]), { format })) {
      rows += items.length;
      largestBatch = Math.max(largestBatch, items.length);
    }
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { rows, largestBatch, error: error.message };
  }
  return { rows, largestBatch };
}

test.each<[string, FileFormat, string, number | undefined]>([
  ['quotes that nothing closes', 'csv', full('x,"open'), undefined],
  ['quotes that nothing closes', 'tsv', full('x\t"open'), undefined],
  ['quotes that the next line closes', 'tsv', full('x\t"""'), undefined],
  ['doubled quotes', 'csv', full('x,""y""'), undefined],
  [
    'a cell of lines that are nearly rows',
    'csv',
    `a,b,c,"${full('x,https://t.example/,soon,y')}"\n`,
    1,
  ],
  ['a cell of lines that are nearly rows', 'tsv', `a\tb\tc\t"${full('x\ty\t2014\tz')}"\n`, 1],
  ['a cell of line feeds', 'csv', `a,b,c,"${full('')}"\n`, 1],
  ['a cell of line feeds before a row', 'csv', `a,b,c,"${full('')}${row}\n"\n`, 3],
  ['empty cells in quotes', 'csv', `${'"",'.repeat(megabytes / 3)}"\n"\n`, 1],
  ['rows that a quote has swallowed', 'csv', `a,b,c,"${full(row)}"\n`, undefined],
  ['rows that many quotes have swallowed', 'csv', full(`${row}"\n${row}"`), undefined],
  ['lines behind a quote that nothing closes', 'tsv', `a\t"${full('x')}`, undefined],
  ['commas', 'csv', `${','.repeat(4 * megabytes - 1)}\n`, 1],
  ['a line without an end', 'csv', 'x'.repeat(8 * megabytes), 1],
])('%s in %s are read in linear time', async (_what, format, text, rows) => {
  const { value, milliseconds } = await timed(() => count(text, format));
  expect(value.error).toBeUndefined();
  if (rows === undefined) expect(value.rows).toBeGreaterThan(1000);
  else expect(value.rows).toBe(rows);
  // However many rows a quote has held back, others have their turn in between.
  expect(value.largestBatch).toBeLessThanOrEqual(10_000);
  // A second at most; the square of their length would be hours.
  expect(milliseconds).toBeLessThan(5000);
});
