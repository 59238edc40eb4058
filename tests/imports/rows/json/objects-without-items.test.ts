import { expect, test } from '@jest/globals';
import { rowsOf } from '../../../support/rows.js';

const item = { title: 'A', uri: 'https://t.example/', date: '2014-03-08' };
const lines = 'If every line is an item, it is NDJSON: import it with the option --format ndjson';

test.each([
  [
    'a list of another name',
    { hits: [item], nbHits: 1 },
    `It has the list "hits"; import a list on its own, for example with "jq '.["hits"]'".`,
  ],
  [
    'several lists',
    { n: 1, bookmarks: [item], lists: [] },
    'It has the lists "bookmarks", "lists"; import a list on its own',
  ],
  [
    'a name that is no word',
    { "it's": [item] },
    `It has the list "it's"; import a list on its own.`,
  ],
  [
    'a backup of Firefox',
    { guid: 'root________', title: '', children: [{ title: 'A' }] },
    'It seems to be a bookmark backup of Firefox; "jq ',
  ],
  ['no list', { data: { items: [item] } }, lines],
])('an object with %s is refused with advice', async (_what, object, remedy) => {
  const { items, error } = await rowsOf(JSON.stringify(object), { format: 'json' });
  expect(items).toEqual([]);
  expect(error).toContain('is an object without a list named "items"');
  expect(error).toContain(remedy);
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
  const { error } = await rowsOf(text, { format: 'json' });
  expect(error).toContain(lines);
  expect(error).toContain('"jq -c ." writes each one on a single line.');
});
