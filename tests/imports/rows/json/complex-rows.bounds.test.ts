import { describe, expect, test } from '@jest/globals';
import type { FileFormat } from '../../../../src/formats/file-format.js';
import { faultsIn, inPieces, rowsOf } from '../../../support/rows.js';
import { timed } from '../../../support/timed.js';

const sound = '{"title":"T","uri":"U","date":"D"}';
const nested = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;
const item = (more: string) => `{"title":"T","uri":"U","date":"D","more":${more}}`;
const tags = (count: number) => `[${Array.from({ length: count }, () => '"a,{["').join()}]`;

const write = {
  ndjson: (row: string) => `${sound}\n${row}\n${sound}\n`,
  json: (row: string) => `[${sound},\n${row},\n${sound}]`,
};

describe.each(['ndjson', 'json'] as const)('a row of %s', (format) => {
  test.each([
    ['nested 1,000 levels deep', item(nested(999))],
    ['with 10,000 structural characters', item(tags(9_996))],
    ['with many more of them in strings', item(`"${',[{'.repeat(100_000)}\\",,"`)],
  ])('is read %s', async (_how, row) => {
    const { items, error } = await rowsOf(write[format](row), { format });
    expect(error).toBeUndefined();
    expect(items.map(({ title }) => title)).toEqual(['T', 'T', 'T']);
  });

  const tooDeep = 'is nested more than 1000 levels deep, the maximum.';

  test.each([
    ['nested 1,001 levels deep', item(nested(1000)), tooDeep],
    ['with objects in objects', item(`${'{"":'.repeat(4990)}1${'}'.repeat(4990)}`), tooDeep],
    ['with a title nested 5,000 deep', `{"title":${nested(5000)},"uri":"U"}`, tooDeep],
    ['with a number next to that', `{"title":1984,"uri":"U","x":${nested(5000)}}`, tooDeep],
    ['that is a list nested 5,000 deep', nested(5000), tooDeep],
    ['nested 50,000 deep', item(nested(50_000)), 'has 50004 structural characters ("{", "[" and'],
    ['with a tag too many', item(tags(9_997)), 'has 10001 structural characters'],
    ['that is no JSON', '{}'.repeat(10_001), 'outside strings); at most 10000 are allowed.'],
  ])('is rejected as it came %s, and the others are read', async (_how, row, message) => {
    for (const lengths of [undefined, [1000, 7]]) {
      const bytes = Buffer.from(write[format](row));
      const result = await rowsOf(inPieces(bytes, lengths), { format });
      expect(result.error).toBeUndefined();
      expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual([
        'T',
        row.length > 65_536 ? `${row.slice(0, 1000)}…` : row,
        'T',
      ]);
      expect(result.items[1]?.fault).toMatchObject({ code: 'ROW_UNREADABLE', field: 'item' });
      expect(faultsIn(result)).toEqual([expect.stringMatching(/^2: The row on line 2 /)]);
      expect(faultsIn(result)).toEqual([expect.stringContaining(message)]);
    }
  });
});

const balanced: readonly [string, string][] = [
  ['objects', '{}'.repeat(8_000_000)],
  ['a list of objects', `[${'{},'.repeat(5_000_000)}{}]`],
  ['a member with objects', item(`[${'{},'.repeat(5_000_000)}{}]`)],
  ['lists in lists', nested(8_000_000)],
  ['members', `{${'"":0,'.repeat(3_000_000)}"":0}`],
];

test.each<[string, FileFormat, string]>([
  ...balanced.map(([what, row]): [string, FileFormat, string] => [what, 'ndjson', row]),
  ...balanced.map(([what, row]): [string, FileFormat, string] => [what, 'json', row]),
  ['opening brackets', 'ndjson', '['.repeat(16_000_000)],
])('16 MB of %s in a row of %s are rejected in little time', async (_what, format, row) => {
  const start = format === 'json' ? `[${sound},` : `${sound}\n`;
  const end = format === 'json' ? `,${sound}]` : `\n${sound}\n`;
  const bytes = Buffer.from(`${start}${row}${end}`);
  const { value, milliseconds } = await timed(() => rowsOf(inPieces(bytes, [65_536]), { format }));
  expect(value.items.map(({ title }) => title)).toEqual(['T', undefined, 'T']);
  expect(value.items[1]?.raw).toHaveLength(1001);
  // Some 100 ms; parsed, it would take many seconds.
  expect(milliseconds).toBeLessThan(1000);
});

test('the "raw" of a rejected row has the same bounds as a row', async () => {
  for (const [raw, message] of [
    [`[${'{},'.repeat(5_000_000)}{}]`, 'has 10000002 structural characters'],
    [`{"title":${nested(5000)}}`, 'is nested more than 1000 levels deep'],
  ] as const) {
    const row = JSON.stringify({ title: '', uri: null, date: null, reasons: [], raw });
    const { value, milliseconds } = await timed(() => rowsOf(`${row}\n`, { format: 'ndjson' }));
    expect(faultsIn(value)).toEqual([expect.stringContaining(message)]);
    expect(milliseconds).toBeLessThan(1000);
  }
});
