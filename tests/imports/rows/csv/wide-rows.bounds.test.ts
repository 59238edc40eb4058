import { describe, expect, test } from '@jest/globals';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { faultsIn, inPieces, rowsOf } from '../../../support/rows.js';
import { timed } from '../../../support/timed.js';

const cells = (count: number, cell = 'x') => Array.from({ length: count }, () => cell);

describe.each<[FileFormat, string]>([
  ['csv', ','],
  ['csv', ';'],
  ['tsv', '\t'],
])('%s with "%s"', (format, delimiter) => {
  const line = (...parts: string[]) => `${parts.join(delimiter)}\n`;
  const sound = line('T', 'U', 'D');
  const header = (more = 0) => line('title', 'uri', 'date', ...cells(more));

  test('may have rows and headers of up to 1,000 cells', async () => {
    const text =
      header(997) + line('T', 'U', 'D', ...cells(997)) + line('T', 'U', 'D', ...cells(997, ''));
    const { items, error } = await rowsOf(text, { format });
    expect(error).toBeUndefined();
    expect(items).toMatchObject([{ title: 'T' }, { title: 'T', date: 'D' }]);
  });

  test.each([
    ['with a cell too many', cells(1_001)],
    ['with empty cells', cells(1_001, '')],
    ['with cells in quotes', cells(2_000, `"a${delimiter}b"`)],
  ])('has a row %s rejected as it came, and the others read', async (_what, parts) => {
    for (const lengths of [undefined, [1000, 3]]) {
      const bytes = Buffer.from(header(2) + sound + line(...parts) + sound);
      const result = await rowsOf(inPieces(bytes, lengths), { format });
      expect(result.error).toBeUndefined();
      expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual([
        'T',
        parts.join(delimiter),
        'T',
      ]);
      expect(faultsIn(result)).toEqual([
        `3: The row on line 3 has ${parts.length} cells; at most 1000 are allowed.`,
      ]);
    }
  });

  test('is refused with a header of over 1,000 columns', async () => {
    expect(await rowsOf(header(998) + sound, { format })).toEqual({
      items: [],
      error: 'The header has 1001 columns; at most 1000 are allowed.',
    });
  });

  test('is read in little time with millions of cells', async () => {
    const wide = `x${delimiter}`.repeat(8_000_000);
    for (const [text, count] of [
      [`${header()}${wide}\n${sound}`, 2],
      [`${header()}${`""${delimiter}`.repeat(5_000_000)}\n${sound}`, 2],
      [wide, 0],
      [`${wide}\n${sound}`, 0],
    ] as const) {
      const bytes = Buffer.from(text);
      const { value, milliseconds } = await timed(() =>
        rowsOf(inPieces(bytes, [65_536]), { format }),
      );
      expect(value.items).toHaveLength(count);
      if (count === 0)
        expect(value.error).toMatch(/^The header has 800000\d columns; at most 1000/);
      else expect(value.items[0]?.raw?.length).toBe(1001);
      // Some 50 ms.
      expect(milliseconds).toBeLessThan(1000);
    }
  });
});
