import { expect, test } from '@jest/globals';
import { adviceOn, rowsOf } from '../../../support/rows.js';

const item = { title: 'A', uri: 'https://t.example/', date: '2014-03-08' };
const lines = 'add --format ndjson to the command.';

test.each([
  [
    'a list of another name',
    { hits: [item], nbHits: 1 },
    'It has the list "hits"; to read the items in "hits", add --items hits to the command.',
  ],
  [
    'several lists',
    { n: 1, bookmarks: [item], lists: [] },
    'It has the list "bookmarks"; to read the items in "bookmarks", add --items bookmarks',
  ],
  ['a name that is no word', { "it's": [item] }, `add --items 'it'\\''s' to the command.`],
  ['a list that lies deeper', { data: { items: [item] } }, 'add --items data.items to the'],
  ['no list', { data: { title: 'A' } }, lines],
])('an object with %s is refused with advice', async (_what, object, remedy) => {
  const { items, error } = await rowsOf(JSON.stringify(object), { format: 'json' });
  expect(items).toEqual([]);
  expect(error).toContain('is an object without a list named "items"');
  const said = `${error} ${await adviceOn(JSON.stringify(object), { format: 'json' })}`;
  expect(said).toContain(remedy);
});

test.each([
  [
    'on a line each',
    [item, { ...item, tags: ['x'] }].map((each) => JSON.stringify(each)).join('\n'),
  ],
  [
    'on several lines each',
    [{ tags: ['x'], ...item }, item].map((each) => JSON.stringify(each, null, 2)).join('\n'),
  ],
])('objects %s are refused with advice on NDJSON', async (_what, text) => {
  expect(await adviceOn(text, { format: 'json' })).toContain(lines);
});

test('a single item is refused with the member that seems to hold a field, and the advice works', async () => {
  const text = JSON.stringify([{ title: 'A', url: item.uri, date: item.date }]);
  const { items, error } = await rowsOf(text, {});
  expect([items, error]).toEqual([
    [],
    'The first item has the members "title", "url", "date"; it does not have "uri".',
  ]);
  expect(await adviceOn(text, {})).toBe('To use others, add --map uri=url to the command.');
  expect((await rowsOf(text, { map: { uri: 'url' } })).items).toMatchObject([item]);
});

test('an object in the place of a text is rejected with the map that reads its only text', async () => {
  const nested = { title: { rendered: 'A' }, link: item.uri, date: item.date };
  const text = JSON.stringify([nested]);
  const { items } = await rowsOf(text, { map: { uri: 'link' } });
  expect(items[0]?.fault?.message).toBe(
    'The title on line 1 is an object, "{"rendered":"A"}"; expected a string, a number or null; to read its member "rendered", set map to title=title.rendered,uri=link.',
  );
  const map = { title: 'title.rendered', uri: 'link' };
  expect((await rowsOf(text, { map })).items).toMatchObject([item]);
});
