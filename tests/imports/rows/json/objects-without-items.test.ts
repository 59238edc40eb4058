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
