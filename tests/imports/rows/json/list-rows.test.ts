import { expect, test } from '@jest/globals';
import { faultsIn, rowsOf } from '../../../support/rows.js';

const row = ['A', 'https://l.example/', '2014-03-08'];
const rows = (...lists: readonly unknown[]) => rowsOf(JSON.stringify(lists), {});

test('a list of lists whose first one has names is read like a table, with numbers as written', async () => {
  const text = `[["uri","title","date","n"],\n["https://l.example/",1.50,"2014"],["https://l.example/","B",20140308150102,{"a":1}]]`;
  const { items } = await rowsOf(text, {});
  expect(items).toEqual([
    { title: '1.50', uri: 'https://l.example/', date: '2014', line: 2 },
    { title: 'B', uri: 'https://l.example/', date: '20140308150102', line: 2 },
  ]);
});

test('a row with more values than names is rejected, and the others are read', async () => {
  const result = await rows(['title', 'uri', 'date'], [...row, 'x'], row);
  expect(result.items.map(({ title, raw }) => title ?? raw)).toEqual([
    JSON.stringify([...row, 'x']),
    'A',
  ]);
  expect(faultsIn(result)).toEqual([
    '1: The row on line 1 has 4 values, but the first row has 3 names.',
  ]);
});

test('names that no map knows are shown', async () => {
  const { error } = await rows(['name', 'href', 'day'], row, row);
  expect(error).toMatch(
    /^The first item has the members "name", "href", "day"; none of the first 2/,
  );
});

test.each([
  ['has a uri', [row, row], 2],
  ['has a number', [[1, 'a'], row], 2],
  ['repeats a name', [['a', 'a'], row], 2],
  ['follows an object', [{}, ['title', 'uri', 'date'], row], 3],
])('a first list that %s has no names', async (_what, lists, count) => {
  const { items } = await rows(...lists);
  expect(items).toHaveLength(count);
  expect(items.at(-1)?.fault?.message).toMatch(/is a list; expected a JSON object\.$/);
});
