import { describe, expect, test } from '@jest/globals';
import { faultsIn, inPieces, itemsOf } from '../../../support/rows.js';

const odd = '{"title":"5" disc","uri":"u"}';

const read = (text: string, lengths?: number[]) =>
  itemsOf(inPieces(Buffer.from(text), lengths), { format: 'json' });

describe('in a JSON list, an item with an odd quote is rejected and all others are read:', () => {
  test.each([
    ['a line for each', `[\n{"title":"a"},\n${odd},\n{"title":"b"}\n]\n`],
    ['line ends of Windows', `[\r\n{"title":"a"},\r\n${odd},\r\n{"title":"b"}\r\n]`],
    ['as a member', `{"n":1,"items":[\n{"title":"a"},\n${odd},\n{"title":"b"}],"total":"]"}`],
    ['commas first', `[\n{"title":"a"}\n,${odd}\n,{"title":"b"}\n]`],
    ['the last one', `[\n{"title":"a"},\n{"title":"b"},\n${odd}\n]`],
    ['the last one, and the end of the list', `[\n{"title":"a"},\n{"title":"b"},\n${odd}]\n`],
    ['and that of the object', `{"items":[\n{"title":"a"},\n{"title":"b"},\n${odd}] }\n`],
    ['and an object that goes on', `{"items":[\n{"title":"a"},{"title":"b"},\n${odd}]\n,"n":1}`],
    ['the first one', `[${odd},\n{"title":"a"},\n{"title":"b"}]`],
  ])('%s', async (_how, text) => {
    for (const lengths of [undefined, [1], [7, 2]]) {
      const result = await read(text, lengths);
      expect(result).not.toHaveProperty('error');
      const line = text.slice(0, text.indexOf('5')).split('\n').length;
      expect(faultsIn(result)).toEqual([
        expect.stringMatching(`^${line}: The row on line ${line} is not valid JSON`),
      ]);
      expect(result.items.flatMap(({ title }) => title ?? [])).toEqual(['a', 'b']);
      expect(result.items.flatMap(({ raw }) => raw ?? [])).toEqual([odd]);
    }
  });

  test.each([
    ['', '[{', '}]'],
    ['with lists in it', '[{\n"tags":["a" b",\n"c"\n],', '}]'],
    ['with lists in it, in an object', '{"items":[{\n"tags":["a" b",\n"c"\n],', '}]}'],
    ['with objects in it', '[{\n"by":[{"x":"a" b"},\n{"x":"c"}\n],', '}]'],
    ['at the end of which a list is closed', '{"items":[{\n"x":"y",\n"by":["a" b"]\n,', '}]}'],
    ['before a line feed that is escaped', '[{\n"x":"\\\n",', '}]'],
  ])('printed for people %s', async (_how, start, end) => {
    const text = `${start}\n"title":"5" disc",\n"uri":"u"\n},{\n"title":"a"\n},{"title":"b"${end}`;
    for (const lengths of [undefined, [1], [7, 2]]) {
      const { items, error } = await read(text, lengths);
      expect(error).toBeUndefined();
      expect(items.flatMap(({ title }) => title ?? [])).toEqual(['a', 'b']);
      expect(items[0]?.fault).toMatchObject({ code: 'ROW_UNREADABLE' });
    }
  });

  test('a string with a line feed becomes two rejected rows', async () => {
    const result = await read('[{"title":"a"},\n{"title":"x\ny"} ,\n{"title":"b"}]');
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual([
      'a',
      '{"title":"x',
      'y"}',
      'b',
    ]);
    expect(faultsIn(result)).toEqual([
      expect.stringMatching(/^2: The row on line 2 is not valid JSON/),
      expect.stringMatching(/^3: The row on line 3 is not valid JSON/),
    ]);
  });
});

test('an odd quote in a member of the object around the items hides no item', async () => {
  const { items, error } = await read('{"by":"5" disc",\n"items":[{"title":"a"},{"title":"b"}]}');
  expect(error).toBeUndefined();
  expect(items.map(({ title }) => title)).toEqual(['a', 'b']);
});

test('a line feed in a string of the object around the items is an error', async () => {
  const { error } = await read('{"by":"5\ndisc","items":[{"title":"a"}]}');
  expect(error).toMatch(
    /^The object around the items has "disc",.+ at byte 9 \(line 2\), where JSON does not allow it/,
  );
});

describe('in a JSON list on a single line,', () => {
  const sound = (n: number) => `{"title":"T${n}","uri":"u","date":"d"}`;

  test.each([
    ['in the first item', [odd, sound(1), sound(2)]],
    ['in the middle', [sound(1), odd, sound(2)]],
    ['in the last item', [sound(1), sound(2), odd]],
    ['in two items with a sound one between them', [sound(1), odd, sound(2), odd, sound(3)]],
    ['in two items that follow one another', [sound(1), odd, odd, sound(2)]],
    ['before a comma', ['{"title":"5", wide","uri":"u"}', sound(1)]],
    ['before a colon', ['{"title":"a": b","uri":"u"}', sound(1)]],
    ['behind a blank', ['{"title":"about 5 " wide","uri":"u"}', sound(1)]],
    ['that is missing at the end of a text', ['{"title":"5 disc,"uri":"u"}', sound(1)]],
    ['that is missing at the beginning of a text', ['{"title":5 disc","uri":"u"}', sound(1)]],
    ['that is escaped by a path of Windows', ['{"title":"C:\\","uri":"u"}', sound(1)]],
    ['without a comma behind it', ['{"title":"a" "uri":"u"}', sound(1)]],
    ['around a word', ['{"title":"the "best" of","uri":"u"}', sound(1)]],
    ['in a list', ['{"tags":["a"b","c"],"title":"x"}', sound(1)]],
    ['in an object', ['{"by":{"x":"a"b"},"title":"x"}', sound(1)]],
  ])('an odd quote %s rejects only its item', async (_where, items) => {
    for (const text of [`[${items.join()}]`, `{"items":[${items.join(', ')}],"n":1}`]) {
      for (const lengths of [undefined, [1], [7, 2]]) {
        const result = await read(text, lengths);
        expect(result).not.toHaveProperty('error');
        expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual(
          items.map((item) => /"(T\d)"/.exec(item)?.[1] ?? item),
        );
      }
    }
  });

  test('a cut-off item is still reported', async () => {
    const { items, error } = await read(`[${sound(1)},${odd},{"title":"b`);
    expect(items).toHaveLength(2);
    expect(error).toMatch(/^The input is cut off: it ends at byte 78 in the middle of item 2/);
  });
});

test('a pretty-printed item with an odd quote is rejected as one row', async () => {
  const items = [{ title: 'a' }, { title: '5@ disc', uri: 'u' }, { title: 'b' }];
  const text = JSON.stringify(items, null, 2).replace('@', '"');
  for (const lengths of [undefined, [1], [7, 2]]) {
    const result = await read(text, lengths);
    expect(result.items.map(({ title }) => title)).toEqual(['a', undefined, 'b']);
    expect(faultsIn(result)).toEqual([expect.stringMatching(/^5: The row on line 5 is not valid/)]);
  }
});
