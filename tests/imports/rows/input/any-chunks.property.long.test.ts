import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RowFormat } from '../../../../src/formats/file-format.js';
import { inPieces, type ReadInput, rowsOf } from '../../../support/rows.js';

const text = fc.oneof(
  fc.string({ unit: 'binary' }).map((each) => each.toWellFormed()),
  fc.stringMatching(/^["'\\,[\]{}\t:é😀\r\n\ufeff\ufffda-c-]{0,10}$/u),
);
const items = fc.array(fc.record({ title: text, uri: text, date: text }), { maxLength: 8 });
const lengths = fc.array(fc.integer({ min: 1, max: 12 }), { minLength: 1, maxLength: 6 });

type Items = readonly { readonly title: string; readonly uri: string; readonly date: string }[];

const starts = { json: '[', ndjson: '', csv: 'title\n', tsv: 'title\tdate\n' };

const bodies: Record<string, (list: Items) => string> = {
  json: (list: Items) => JSON.stringify(list),
  'json in an object': (list: Items) => JSON.stringify({ a: list, items: list, b: 1 }, null, 2),
  ndjson: (list: Items) => list.map((each) => JSON.stringify(each)).join('\n'),
  csv: (list: Items) => separated(list, ',', '\r\n'),
  tsv: (list: Items) => separated(list, '\t', '\n'),
};

function separated(list: Items, delimiter: string, lineEnd: string): string {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const cellOf = (cell: string) => (/[",\t\r\n]/.test(cell) ? quoted(cell) : cell);
  const rows = list.map(({ title, uri, date }) => [uri, title, '', date].map(cellOf));
  const header = ['uri', 'title', 'more', 'date'].join(delimiter) + lineEnd;
  return header + rows.map((row) => row.join(delimiter)).join(lineEnd);
}

/** Without the excerpt from the input, which is no longer than the piece that holds it. */
const placed = ({ items, error }: ReadInput) => ({ items, error: error?.replace(/".*"/s, '') });

describe('the same rows are read, however the bytes arrive,', () => {
  test.each(Object.entries(bodies))('%s', async (name, write) => {
    const format = name.split(' ')[0] as RowFormat;
    await fc.assert(
      fc.asyncProperty(items, lengths, async (list, sizes) => {
        const bytes = Buffer.from(write(list));
        const { items: read, error } = await rowsOf(inPieces(bytes, sizes), { format });
        expect(error).toBeUndefined();
        expect(read.map(({ title, uri, date }) => ({ title, uri, date }))).toEqual(list);
      }),
    );
  });

  test('from broken inputs', async () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 60 }),
      fc.stringMatching(/^[ "\\,[\]{}:\r\n\tat1é-]{0,60}$/u).map((each) => Buffer.from(each)),
    );
    const formats = fc.constantFrom<RowFormat[]>('json', 'ndjson', 'csv', 'tsv');
    await fc.assert(
      fc.asyncProperty(formats, bytes, lengths, async (format, given, sizes) => {
        const opened = Buffer.concat([Buffer.from(starts[format]), given]);
        const whole = await rowsOf(opened, { format });
        const parts = await rowsOf(inPieces(opened, sizes), { format });
        expect(placed(parts)).toEqual(placed(whole));
      }),
      { numRuns: 1000 },
    );
  });
});
