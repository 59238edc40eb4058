import { describe, expect, test } from '@jest/globals';
import { faultsIn, inPieces, itemsOf } from '../../../support/rows.js';

const read = (text: string | Uint8Array) => itemsOf(text, { format: 'json' });
const titles = async (text: string) => (await read(text)).items.map(({ title }) => title);

describe('a JSON list of items is found', () => {
  test.each([
    ['by itself', '[{"title":"a"},{"title":"b"}]'],
    ['as a member', '{"items":[{"title":"a"},{"title":"b"}]}'],
    ['behind a byte order mark', '\ufeff[{"title":"a"},{"title":"b"}]'],
    ['printed for people', '\r\n[\r\n  {\r\n    "title": "a"\r\n  },\n\t{"title" : "b"}\n]\n\n'],
    [
      'among other members',
      '{"next":null,"n":-1.5e3,"meta":{"items":[{"title":"x"}],"]":"}"},"items":[{"title":"a"},{"title":"b"}],"z":["]",[]]}',
    ],
    ['as two members', '{"items":[{"title":"a"}],"items":[{"title":"b"}]}'],
    ['with commas too many', '[,{"title":"a"},,{"title":"b"},]'],
    [
      'behind names full of escapes',
      '{"\\\\":1,"\\"items\\"":[1],"items":[{"title":"a"},{"title":"b"}]}',
    ],
  ])('%s', async (_where, text) => {
    expect(await read(text)).not.toHaveProperty('error');
    expect(await titles(text)).toEqual(['a', 'b']);
  });

  test('that is empty', async () => {
    expect(await read('[]')).toEqual({ items: [] });
    expect(await read('{"items":[]}')).toEqual({ items: [] });
  });
});

test('every item of a JSON list has the line on which it begins', async () => {
  const { items } = await read(
    '[{"title":"a"}, {"title":"b"},\n\n{\n"title":"c\\n"},\n{"title":"d"}]',
  );
  expect(items.map(({ line }) => line)).toEqual([1, 1, 3, 5]);
});

test('strings in a JSON list may contain brackets, quotes and escapes', async () => {
  const given = ['],[', '}{', '\\', '\\"', '"', '\u2028', '\u0000', '日本 😀', ''];
  expect(await titles(JSON.stringify(given.map((title) => ({ title }))))).toEqual(given);
});

describe('an unreadable item of a JSON list is rejected as it came, and the others are read:', () => {
  test.each([
    [
      'is not quite JSON',
      '{title: 1}',
      /^2: The row on line 2 is not valid JSON \(.+\); expected a JSON/,
    ],
    ['is an object and more', '{"title":"x"} {"title":"y"}', /^2: .+ not valid JSON/],
    ['closes what is not open', '{"title":"x"}}', /^2: .+ not valid JSON/],
    ['is a number', '17', /^2: The row on line 2 is a number; expected a JSON object\.$/],
    ['is a list', '[{"title":"x"}]', /^2: The row on line 2 is a list;/],
    ['is a text', '"],"', /^2: The row on line 2 is a string;/],
    ['is null', 'null', /^2: The row on line 2 is null;/],
    ['is a word', 'undefined', /^2: .+ not valid JSON/],
    ['has a list for a title', '{"title":["x"]}', /^2: The title on line 2 is a list, .+\["x"\]/],
    ['has an object for a date', '{"date":{}}', /^2: The date on line 2 is an object,/],
    [
      'has true for a uri',
      '{"uri":true}',
      /^2: The uri on line 2 is a boolean, "true"; expected a string,/,
    ],
  ])('it %s', async (_what, item, message) => {
    const result = await read(`[{"title":"a"},\n${item} ,\n{"title":"b"}]`);
    expect(result).not.toHaveProperty('error');
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual(['a', item, 'b']);
    expect(faultsIn(result)).toEqual([expect.stringMatching(message)]);
  });

  test('it is no UTF-8', async () => {
    const latin1 = Buffer.from('{"title":"caf\xe9"}', 'latin1');
    const result = await read(
      Buffer.concat([Buffer.from('[{"title":"a"},'), latin1, Buffer.from(',{"title":"\ufffd"}]')]),
    );
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual([
      'a',
      '{"title":"café"}',
      '\ufffd',
    ]);
    expect(faultsIn(result)).toEqual([expect.stringMatching(/^1: .+ not UTF-8/)]);
  });

  test('it is longer than 16 MB', async () => {
    const long = `{"title":"${'x'.repeat(17 << 20)}"}`;
    const { items } = await read(`[{"title":"a"},${long},{"title":"b"}]`);
    expect(items.map(({ title }) => title)).toEqual(['a', undefined, 'b']);
    expect(items[1]?.raw).toMatch(/^\{"title":"x{900,1000}…$/);
    expect(items[1]?.fault?.message).toMatch(
      /^The row on line 1 has 17825804 bytes; at most 16777216/,
    );
  });
});

test('a number in JSON is taken as its source text, and a missing member as null', async () => {
  expect(await read('[{"title":1984,"uri":-0.5},{"uri":null}]')).toEqual({
    items: [
      { title: '1984', uri: '-0.5', date: null, line: 1 },
      { title: null, uri: null, date: null, line: 1 },
    ],
  });
});

test('JSON members with names from a prototype are ordinary members', async () => {
  const text = '[{"__proto__":{"title":"x"},"constructor":{"prototype":{"uri":"y"}},"date":"d"}]';
  expect((await read(text)).items).toEqual([{ title: null, uri: null, date: 'd', line: 1 }]);
  expect(Object.hasOwn(Object.prototype, 'title')).toBe(false);
});

describe('an incomplete JSON list is reported after all items before the fault:', () => {
  test.each([
    [
      'in a text',
      '[{"title":"a"},\n {"title":"b',
      1,
      /ends at byte 28 in the middle of item 1, which begins at byte 17 \(line 2\)/,
    ],
    [
      'in an object',
      '{"items":[{"title":"a"},{"title":"b"',
      1,
      /ends at byte 36 in the middle of item 1, which begins at byte 24/,
    ],
    ['before any item', '[', 0, /ends at byte 1, after 0 complete items and before its/],
    ['after an item', '[{"title":"a"},{"title":"b"}', 2, /ends at byte 28, after 2 complete items/],
    ['after a comma', '[{"title":"a"},', 1, /ends at byte 15, after 1 complete item /],
    [
      'before the object is closed',
      '{"items":[{"title":"a"}]',
      1,
      /ends at byte 24, after 1 complete item /,
    ],
  ])('it ends %s', async (_where, text, count, message) => {
    const { items, error } = await read(text);
    expect(items.filter(({ fault }) => !fault)).toHaveLength(count);
    expect(error).toMatch(/^The input is cut off: it /);
    expect(error).toMatch(message);
  });

  test.each([
    ['there is nothing', '', 0, /^The input is empty; expected a list of items/],
    ['there is white space', ' \n', 0, /^The input is empty;/],
    [
      'it is a text',
      ' "a"',
      0,
      /^The input begins with ""a"" at byte 1 \(line 1\); expected a list of items/,
    ],
    ['it is CSV', 'title,uri', 0, /^The input begins with "title,uri" at byte 0/],
    ['something follows', '[{"title":"a"}]\n[{}]', 1, /"\[{}\]" follows at byte 16 \(line 2\)/],
    [
      'the object has no items',
      '{"a":{"items":[]}}',
      0,
      /without a list named "items", which ends at byte 17/,
    ],
    [
      'the items are no list',
      '{"items":{"title":"a"}}',
      0,
      /^The member "items" is "{"title":"a"}}" at byte 9/,
    ],
    ['it is NDJSON', '{"title":"a"}\n{"title":"b"}', 0, /an object without a list named "items"/],
    [
      'the object is no JSON',
      '{items:[{"title":"a"}]}',
      0,
      /^The object around the items has "items:\[.+ at byte 1/,
    ],
  ])('%s', async (_what, text, count, message) => {
    const { items, error } = await read(text);
    expect(items).toHaveLength(count);
    expect(error).toMatch(message);
  });
});

test('a million nested brackets are rejected as one item', async () => {
  const deep = `${'['.repeat(1e6)}${']'.repeat(1e6)}`;
  const { items, error } = await itemsOf(inPieces(Buffer.from(`[${deep},{"title":"a"}]`)), {
    format: 'json',
  });
  expect([items.length, items[1]?.title, error]).toEqual([2, 'a', undefined]);
  expect(await read('['.repeat(1e6))).toMatchObject({
    items: [],
    error: expect.stringMatching(/middle of item 0/),
  });
});
