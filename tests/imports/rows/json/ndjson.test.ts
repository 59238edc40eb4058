import { describe, expect, test } from '@jest/globals';
import { faultsIn, itemsOf } from '../../../support/rows.js';

const read = (text: string | Uint8Array) => itemsOf(text, { format: 'ndjson' });

test.each([
  ['line feeds', '{"title":"a"}\n{"title":"b"}\n'],
  ['no line feed at the end', '{"title":"a"}\n{"title":"b"}'],
  ['line ends of Windows', '\ufeff{"title":"a"}\r\n{"title":"b"}\r\n'],
])('every line of NDJSON is an item with %s', async (_what, text) => {
  expect(await read(text)).toEqual({
    items: [
      { title: 'a', uri: null, date: null, line: 1 },
      { title: 'b', uri: null, date: null, line: 2 },
    ],
  });
});

test('blank lines of NDJSON are not items, but count as lines', async () => {
  const { items } = await read('\n{"title":"a"}\n \t\r\n\n{"title":"b"}\n\n');
  expect(items.map(({ title, line }) => [title, line])).toEqual([
    ['a', 2],
    ['b', 5],
  ]);
  expect(await read('')).toEqual({ items: [] });
});

describe('a row of NDJSON that is not an item is rejected as it came, and the others are read:', () => {
  test.each([
    ['no JSON', 'title: a', /^2: The row on line 2 is not valid JSON/],
    ['half an object', '{"title":"x"', /^2: The row on line 2 is not valid JSON/],
    ['two objects', '{"title":"x"},{"title":"y"}', /^2: The row on line 2 is not valid JSON/],
    ['a list', '[]', /^2: The row on line 2 is a list;/],
    ['an item with a list in it', '{"uri":[1]}', /^2: The uri on line 2 is a list,/],
  ])('%s', async (_what, row, message) => {
    const result = await read(`{"title":"a"}\n${row}\r\n{"title":"b"}\n`);
    expect(result).not.toHaveProperty('error');
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual(['a', row, 'b']);
    expect(faultsIn(result)).toEqual([expect.stringMatching(message)]);
  });

  test('a row in another charset', async () => {
    const result = await read(
      Buffer.concat([
        Buffer.from('{"title":"é"}\n'),
        Buffer.from('{"title":"\xe9"}\n{"title":"b"}', 'latin1'),
      ]),
    );
    expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual(['é', '{"title":"é"}', 'b']);
    expect(faultsIn(result)).toEqual([
      expect.stringMatching(/^2: .+ line 2 has bytes that are not UTF-8/),
    ]);
  });

  test('a row longer than 16 MB', async () => {
    const result = await read(`{"title":"a"}\n"${'x'.repeat(17 << 20)}"\n{"title":"b"}`);
    expect(result.items.map(({ title }) => title)).toEqual(['a', undefined, 'b']);
    expect(faultsIn(result)).toEqual([expect.stringMatching(/^2: .+ has 17825794 bytes; at most/)]);
  });
});

test('an incomplete last row of NDJSON is reported as cut off, not rejected', async () => {
  const { items, error } = await read('{"title":"a"}\n{"title":"b');
  expect(items).toHaveLength(1);
  expect(error).toBe(
    'The input is cut off: it ends at byte 25 in the middle of the row on line 2, which begins at byte 14.',
  );
  expect(faultsIn(await read('{"title":"a"}\nno JSON'))).toHaveLength(1);
  // Whether it is whole shows also where it has too many parts to be read.
  const parts = `{"x":[${'0,'.repeat(50_000)}0]`;
  expect((await read(`{"title":"a"}\n ${parts}`)).error).toMatch(
    /ends at byte 100023 in the middle/,
  );
  expect(faultsIn(await read(`{"title":"a"}\n${parts}}`))).toHaveLength(1);
});
