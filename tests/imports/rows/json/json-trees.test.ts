import { expect, test } from '@jest/globals';
import { faultsIn, rowsOf } from '../../../support/rows.js';

const place = (title: string, rest: object = {}) => ({
  type: 'text/x-moz-place',
  title,
  uri: `https://f.example/${title}`,
  dateAdded: 1394290862345678,
  ...rest,
});
const folder = (...children: readonly object[]) => ({
  type: 'text/x-moz-place-container',
  title: 'Folder',
  children,
});

test('bookmarks in folders of any depth are read in their order, with the lines on which they begin', async () => {
  const root = folder(place('A'), folder(folder(place('B')), folder()), place('C'));
  const { items } = await rowsOf(JSON.stringify(root, null, 1), {});
  expect(items.map(({ title, line }) => [title, line])).toEqual([
    ['A', 5],
    ['B', 19],
    ['C', 34],
  ]);
  expect(items[0]?.date).toBe('2014-03-08T15:01:02.345Z');
});

test('a bookmark without a title is called by its uri, and one whose date is 0 has none', async () => {
  const { items } = await rowsOf(JSON.stringify(folder(place('', { dateAdded: 0 }))), {});
  expect(items).toMatchObject([{ title: 'https://f.example/', date: null }]);
});

test('the same goes for the bookmarks of Chrome, whose 0 is not a day in 1601', async () => {
  const item = { name: '', type: 'url', url: 'https://c.example/', date_added: '0' };
  const text = JSON.stringify({ roots: { other: { children: [item] } }, version: 1 });
  expect((await rowsOf(text, {})).items).toMatchObject([
    { title: 'https://c.example/', uri: 'https://c.example/', date: null },
  ]);
});

test('a bookmark with a value of another type is rejected, and the others are read', async () => {
  const result = await rowsOf(JSON.stringify(folder(place('A', { title: [1] }), place('B'))), {});
  expect(result.items.map(({ title }) => title)).toEqual([undefined, 'B']);
  expect(faultsIn(result)).toEqual([expect.stringContaining('The title on line 1 is a list')]);
});

test('a backup without bookmarks has no rows', async () => {
  expect(await rowsOf(JSON.stringify(folder(folder(), folder())), {})).toEqual({ items: [] });
});

test('a map without the member that holds the uris is refused with those that there are', async () => {
  const text = JSON.stringify(folder(place('A'), place('B')));
  expect((await rowsOf(text, { map: { uri: 'link' } })).error).toMatch(
    /^The first item has the members "type", "title", "uri", "dateAdded"; none of the first 2 has "link" /,
  );
});

const whole = JSON.stringify(folder(place('A'), place('B')));
test.each([
  ['is cut off', whole.slice(0, -2), /^The input is cut off: it ends at byte \d+ before its last/],
  ['has a bracket too many', whole.slice(0, -2), /cut off/],
  [
    'closes another bracket',
    `${whole.slice(0, -2)}}`,
    /has the bracket "}" at byte \d+ \(line 1\)/,
  ],
  ['goes on', `${whole}{}`, /^The tree ends, but another one follows at byte \d+ \(line 1\)/],
])('a tree that %s keeps the bookmarks before that place', async (_what, text, error) => {
  const result = await rowsOf(text, {});
  expect(result.items.map(({ title }) => title)).toEqual(['A', 'B']);
  expect(result.error).toMatch(error);
});

test('folders inside too many others are refused before they fill the memory', async () => {
  const text = `{"type":"text/x-moz-place-container","children":${'[{"children":'.repeat(600)}`;
  expect((await rowsOf(text, {})).error).toMatch(
    /^The bracket at byte \d+ \(line 1\) is inside 1000 others, the maximum\.$/,
  );
});

test('a bookmark of more than 16 MB is rejected with its beginning', async () => {
  async function* input() {
    yield Buffer.from('{"type":"text/x-moz-place-container","children":[{"title":"');
    for (let n = 0; n < 17; n += 1) yield Buffer.alloc(1 << 20, 'x');
    yield Buffer.from(`"},${JSON.stringify(place('B'))}]}`);
  }
  const result = await rowsOf(input(), {});
  expect(result.items.map(({ title }) => title)).toEqual([undefined, 'B']);
  expect(faultsIn(result)).toEqual([expect.stringMatching(/has 178\d+ bytes; at most 16777216/)]);
});
