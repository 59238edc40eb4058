import { describe, expect, test } from '@jest/globals';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { faultsIn, inPieces, type ReadInput, rowsOf } from '../../../support/rows.js';

const uri = (n: number) => `https://t.example/${n}`;
const date = (n: number) => `2014-03-${String((n % 28) + 1).padStart(2, '0')}`;

/** A line of TSV, with the number as its title where none is given. */
const tsv = (n: number, title = `Title ${n}`, ...more: string[]) =>
  [title, uri(n), date(n), ...more].join('\t');
const csv = (n: number, title = `Title ${n}`, ...more: string[]) =>
  [title, uri(n), date(n), ...more].join(',');

/** Reads lines in whole and in pieces, with both ends that lines have, always to the same rows. */
async function read(lines: readonly string[], format: FileFormat): Promise<ReadInput> {
  const results: ReadInput[] = [];
  for (const end of ['\n', '\r\n']) {
    for (const lengths of [undefined, [1], [5, 2, 7]]) {
      const bytes = Buffer.from(lines.map((line) => line + end).join(''));
      results.push(await rowsOf(inPieces(bytes, lengths), { format }));
    }
  }
  const withoutPlaces = results.map((result) =>
    JSON.stringify(result)
      .replaceAll('\\r', '')
      .replace(/byte \d+/g, 'byte …'),
  );
  expect(new Set(withoutPlaces).size).toBe(1);
  return results[0] as ReadInput;
}

const titles = ({ items }: ReadInput) => items.map(({ title, raw }) => title ?? raw);

describe('in TSV, a quote that would swallow rows is an ordinary character:', () => {
  test.each<[string, string[], string[]]>([
    [
      'from the first cell of one row to that of another',
      [tsv(1, '"Open'), tsv(2), tsv(3, 'End"'), tsv(4)],
      ['"Open', 'Title 2', 'End"', 'Title 4'],
    ],
    [
      'with no row between them',
      [tsv(1, '"Open'), tsv(2, 'End"'), tsv(3)],
      ['"Open', 'End"', 'Title 3'],
    ],
    [
      'where the first one has no date that is read',
      [tsv(1, '"Open').replace('2014', 'soon'), tsv(2, 'End"')],
      ['"Open', 'End"'],
    ],
    [
      'where the rows in between have none',
      [tsv(1, '"Open'), tsv(2).replace('2014', 'soon'), tsv(3, 'End')],
      ['"Open', 'Title 2', 'End'],
    ],
    ['that nothing closes', [tsv(1), tsv(2, '"Open'), tsv(3)], ['Title 1', '"Open', 'Title 3']],
    ['in the middle of a cell', [tsv(1, '5" disk'), tsv(2, 'a"')], ['5" disk', 'a"']],
    [
      'behind a cell in quotes',
      [tsv(1, '"The one" review'), tsv(2)],
      ['"The one" review', 'Title 2'],
    ],
    [
      'and a cell in quotes in another row stays one',
      [tsv(1, '"Open'), tsv(2, '"Two\nlines, ""quoted"""'), tsv(3, 'End"')],
      ['"Open', 'Two\nlines, "quoted"', 'End"'],
    ],
  ])('%s', async (_what, lines, expected) => {
    const result = await read(['title\turi\tdate', ...lines], 'tsv');
    expect(result).not.toHaveProperty('error');
    expect(titles(result)).toEqual(expected);
    expect(faultsIn(result)).toEqual([]);
  });

  test('in any column, from any row to any other', async () => {
    for (const from of [0, 1, 2, 3]) {
      for (const to of [0, 1, 2, 3]) {
        for (const distance of [1, 2, 5]) {
          const rows = Array.from({ length: 9 }, (_, n) =>
            tsv(n, `Title ${n}`, 'note').split('\t'),
          );
          const [first, last] = [rows[1] as string[], rows[1 + distance] as string[]];
          first[from] = `"${first[from]}`;
          last[to] = `${last[to]}"`;
          const lines = rows.map((cells) => cells.join('\t'));
          const { items, error } = await rowsOf(`title\turi\tdate\tnote\n${lines.join('\n')}\n`, {
            format: 'tsv',
          });
          expect(error).toBeUndefined();
          expect(items).toEqual(
            rows.map(([title, uri, date], n) => ({ title, uri, date, line: n + 2 })),
          );
        }
      }
    }
  });

  test('on a single line, too', async () => {
    const lines = ['title\turi\tdate\tnote', tsv(1, '"Heroes', 'the 24"'), tsv(2, '"a\tb"', 'x')];
    const { items } = await read(lines, 'tsv');
    expect(items).toMatchObject([
      { title: '"Heroes', uri: uri(1), date: date(1) },
      { title: 'a\tb', uri: uri(2), date: date(2) },
    ]);
  });

  test('in a file of CSV whose header has tabs, as well', async () => {
    const lines = ['title\turi\tdate', tsv(1, '"Open'), tsv(2, 'End"')];
    expect(titles(await read(lines, 'csv'))).toEqual(['"Open', 'End"']);
  });
});

describe('in CSV, a row whose quote would swallow others is rejected, and the others are read:', () => {
  const header = 'title,uri,date,note';

  test.each<[string, string[], string, (string | undefined)[], string]>([
    [
      'as a note',
      [csv(1, 'One', '"a note'), csv(2, 'Two', ''), csv(3, 'Three', 'x"')],
      csv(1, 'One', '"a note'),
      ['Two', undefined],
      'line 2 has a quote that opens at byte … and is not closed before line 3, which is a row.',
    ],
    [
      'as a note of several lines',
      [csv(1, 'One', '"a note'), 'more, of it', csv(2, 'Two', ''), 'x",y'],
      `${csv(1, 'One', '"a note')}\nmore, of it`,
      ['Two', undefined],
      'is not closed before line 4, which is a row.',
    ],
    [
      'with a row in it whose date is at fault',
      [csv(1, 'One', '"a note'), `Bad,${uri(2)},soon,`, csv(3, 'Three', ''), 'x"'],
      csv(1, 'One', '"a note'),
      ['Bad', 'Three', undefined],
      'is not closed before line 3, which is a row.',
    ],
    [
      'as a title, up to the next row',
      [csv(1, '"One', ''), csv(2, 'Two"', '')],
      csv(1, '"One', ''),
      [undefined],
      'is not closed before line 3, which is a row.',
    ],
    [
      'before a cell in quotes that begins with a comma',
      [csv(1, 'One', '"a note'), csv(2, 'Two', '", of two"'), csv(3, 'Three', '')],
      csv(1, 'One', '"a note'),
      ['Two', 'Three'],
      'is not closed before line 3, which is a row.',
    ],
    [
      'also where a quote is in its way',
      [csv(1, 'One', '"a note'), 'of "two" lines', `Short,${uri(2)}`, csv(3, 'Three', '"x"')],
      csv(1, 'One', '"a note'),
      [undefined, 'Short', 'Three'],
      'is not closed where a cell ends.',
    ],
    [
      'and its further lines with it',
      [csv(1, 'One', '"a note'), 'of two lines', `Short,${uri(2)}`, csv(3, 'Three', '"x"')],
      `${csv(1, 'One', '"a note')}\nof two lines`,
      ['Short', 'Three'],
      'is not closed before line 4, which is a row.',
    ],
    [
      'behind a cell of two lines',
      [`"One\nmore",${uri(1)},${date(1)},"a note`, csv(2, 'Two', ''), csv(3, 'Three', '"')],
      `"One\nmore",${uri(1)},${date(1)},"a note`,
      ['Two', undefined],
      'line 2 has a quote that opens at byte … and is not closed before line 4, which is a row.',
    ],
  ])('%s', async (_what, lines, raw, others, message) => {
    const result = await read([header, csv(0, 'Zero', ''), ...lines], 'csv');
    expect(result).not.toHaveProperty('error');
    const [zero, faulty, ...rest] = result.items;
    expect(zero).toMatchObject({ title: 'Zero' });
    expect(faulty).toMatchObject({ raw, fault: { code: 'ROW_UNREADABLE' } });
    expect(rest.map(({ title }) => title)).toEqual(others);
    const shown = faulty?.fault?.message.replace(/byte \d+/, 'byte …');
    expect(shown).toContain(message.replace(/line (\d+)/g, (_, n) => `line ${Number(n) + 1}`));
  });

  test('with their lines in the file', async () => {
    const lines = [
      csv(1, 'One', '"a'),
      'b',
      csv(2, 'Two', ''),
      csv(3, '"Three\nmore"', ''),
      csv(4, 'Four', '"'),
    ];
    const { items } = await read([header, ...lines], 'csv');
    expect(items.map(({ line }) => line)).toEqual([2, 4, 5, 7]);
    expect(items[0]?.raw).toBe(`${csv(1, 'One', '"a')}\nb`);
  });

  test('with the quote in the header, CSV is refused and TSV is read', async () => {
    const rows = [csv(1, 'One', 'x'), csv(2, 'Two', 'y"'), csv(3, 'Three', 'z')];
    const { items, error } = await read(['title,uri,date,"note', ...rows], 'csv');
    expect(items).toEqual([]);
    expect(error).toMatch(
      /^The header cannot be read: .+ not closed before line 2, which is a row/,
    );
    const lines = ['title,uri,date,"note', ...rows].map((line) => line.replaceAll(',', '\t'));
    expect(titles(await read(lines, 'tsv'))).toEqual(['One', 'Two', 'Three']);
  });

  test('with a two-line title before another fault, no row is lost', async () => {
    const lines = [csv(1, '"One\nmore"', 'a 24" disk'), csv(2, 'Two', '')];
    const result = await read([header, ...lines], 'csv');
    expect(titles(result)).toEqual(['"One', `more",${uri(1)},${date(1)},a 24" disk`, 'Two']);
  });
});
