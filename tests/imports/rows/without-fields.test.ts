import { describe, expect, test } from '@jest/globals';
import type { FileFormat } from '../../../src/formats/file-format.js';
import { parseColumnMap } from '../../../src/imports/rows/column-map.js';
import { faultsIn, itemsOf } from '../../support/rows.js';

const hint = 'Give a map of those to use, like uri=link,date=published.';
const many = Array.from({ length: 12 }, (_, index) => `"m${index}":1`).join(',');

describe.each<[FileFormat, (row: string) => string]>([
  ['ndjson', (row) => `{"title":"a"}\n${row}\n`],
  ['json', (row) => `[{"title":"a"},\n${row}]`],
])('an object of %s without any field of an item is rejected as it came:', (format, write) => {
  test.each([
    ['with other members', '{"name":"T", "link":"U"}', undefined, '"name", "link".'],
    ['with no members', '{}', undefined, 'no members.'],
    ['with many members', `{${many}}`, undefined, '"m8", "m9" and 2 more.'],
    ['with a long name', `{"${'x'.repeat(70)}":1}`, undefined, `"${'x'.repeat(60)}…".`],
    ['with members of a prototype', '{"__proto__":{"title":"x"}}', undefined, '"__proto__".'],
    [
      'with none that the map names',
      '{"title":"T"}',
      'title=name,uri=Link,date=when',
      'none of the members "name", "Link", "when"; it has "title".',
    ],
  ])('%s', async (_how, row, map, found) => {
    const start = map === undefined ? '"title"' : '"name"';
    const text = write(row).replace('"title"', start);
    const result = await itemsOf(text, { format, ...(map && { map: parseColumnMap(map) }) });
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual(['a', row]);
    expect(result.items[1]?.fault).toMatchObject({ code: 'ROW_UNREADABLE', field: 'item' });
    const [fault] = faultsIn(result);
    expect(fault).toMatch(/^2: The row on line 2 has none of the members "/);
    expect(fault).toContain(`${found} ${hint}`);
  });

  test.each(['{"title":null}', '{"date":""}', '{"x":1,"uri":null}'])(
    'but %s has one that is empty',
    async (row) => {
      const { items } = await itemsOf(write(row), { format });
      expect(items[1]).not.toHaveProperty('raw');
    },
  );
});
