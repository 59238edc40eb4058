import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { inPieces, rowsOf } from '../../../support/rows.js';

const numRuns = 300;

/** How the quotes of a row are at fault. */
type Damage = 'none' | 'opened' | 'not closed' | 'stray';

interface Row {
  readonly cells: readonly string[];
  readonly damage: Damage;
  /** The cell that is damaged. */
  readonly place: number;
}

// Never with a comma or a line feed first, which could be behind the end of a cell that was opened before.
const text = fc.stringMatching(/^[ab"](?:[ab"é ,\n]| https:\/\/x){0,12}$/u);
const damages = fc.constantFrom<Damage[]>('none', 'none', 'none', 'opened', 'not closed', 'stray');
const row = fc.record({ title: text, note: text, damage: damages, place: fc.constantFrom(0, 3) });
const rows = fc.array(row, { minLength: 1, maxLength: 12 }).map((list) =>
  list.map(({ title, note, damage, place }, n): Row => {
    return { cells: [title, `https://t.example/${n}`, '2014-03-08', note], damage, place };
  }),
);
const lengths = fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 5 });
const lineEnds = fc.constantFrom('\n', '\r\n');

function csvCell(cell: string, damage: Damage): string {
  if (damage === 'none') return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
  // A line with more commas than the header is no row that anybody knows.
  const written = cell.replaceAll(',', ';').replaceAll('"', '""');
  if (damage === 'stray') return `${written.replaceAll(/["\n]/g, '')}x"`;
  return damage === 'not closed' || !/["\n]/.test(cell) ? `"${written}` : `x"${written}"`;
}

const csvRow = ({ cells, damage, place }: Row) =>
  cells.map((cell, at) => csvCell(cell, at === place ? damage : 'none')).join(',');

describe('with odd quotes at random in CSV,', () => {
  test('every row is counted, sound rows are read, and chunk boundaries make no difference', async () => {
    await fc.assert(
      fc.asyncProperty(rows, lineEnds, lengths, async (list, lineEnd, sizes) => {
        const lines = ['title,uri,date,note', ...list.map(csvRow)];
        const bytes = Buffer.from(lines.map((line) => line + lineEnd).join(''));
        const whole = await rowsOf(bytes, { format: 'csv' });
        expect(await rowsOf(inPieces(bytes, sizes), { format: 'csv' })).toEqual(whole);
        expect(whole.error).toBeUndefined();
        expect(whole.items.length).toBeGreaterThanOrEqual(list.length);
        const found = JSON.stringify(whole.items);
        for (const [n, { cells, damage }] of list.entries()) {
          expect(found).toContain(`https://t.example/${n}`);
          if (damage !== 'none' || (list[n - 1]?.damage ?? 'none') !== 'none') continue;
          const [title, uri, date] = cells;
          expect(whole.items).toContainEqual(expect.objectContaining({ title, uri, date }));
        }
      }),
      { numRuns },
    );
  });
});

const tabbedText = fc.stringMatching(/^["ab](?:[ab"é ,]|https:\/\/x){0,8}$/u);
const tabbedRow = fc.record({ title: tabbedText, note: tabbedText });

/** What is between quotes that are around a whole cell; else the cell. */
const unquoted = (cell: string) =>
  /^"(?:[^"]|"")*"$/.test(cell) ? cell.slice(1, -1).replaceAll('""', '"') : cell;

test('with quotes at random in TSV, every line is a row', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(tabbedRow, { minLength: 1, maxLength: 12 }),
      lineEnds,
      lengths,
      async (list, lineEnd, sizes) => {
        const cells = list.map(({ title, note }, n) => [
          title,
          `https://t.example/${n}`,
          '2014-03-08',
          note,
        ]);
        const lines = ['title\turi\tdate\tnote', ...cells.map((each) => each.join('\t'))];
        const bytes = Buffer.from(lines.map((line) => line + lineEnd).join(''));
        const format: FileFormat = 'tsv';
        const whole = await rowsOf(bytes, { format });
        expect(await rowsOf(inPieces(bytes, sizes), { format })).toEqual(whole);
        expect(whole).toEqual({
          items: cells.map(([title = '', uri, date], n) => {
            return { title: unquoted(title), uri, date, line: n + 2 };
          }),
        });
      },
    ),
    { numRuns },
  );
});
