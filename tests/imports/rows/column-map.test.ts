import { expect, test } from '@jest/globals';
import { parseColumnMap } from '../../../src/imports/rows/column-map.js';
import { rowsOf } from '../../support/rows.js';

test('a map names the columns of some fields', () => {
  expect(parseColumnMap('uri=link,date=published')).toEqual({ uri: 'link', date: 'published' });
  expect(parseColumnMap(' Title = the title , uri=a=b')).toEqual({
    title: 'the title',
    uri: 'a=b',
  });
  expect(parseColumnMap('title=5" disk,uri=a""')).toEqual({ title: '5" disk', uri: 'a""' });
});

test.each([
  ['uri="Link, long",date=when', { uri: 'Link, long', date: 'when' }],
  [' uri = "a=b,date=c" , title="t"', { uri: 'a=b,date=c', title: 't' }],
  ['title="5"" ""disk"""', { title: '5" "disk"' }],
  ['title=","', { title: ',' }],
])('a quoted name in a map may contain commas and quotes: %s', (text, map) => {
  expect(parseColumnMap(text)).toEqual(map);
});

test('a map names columns of CSV without regard to case, and members of JSON exactly', async () => {
  const map = parseColumnMap('uri="My, link"');
  const csv = await rowsOf('TITLE,"my, LINK",date\nT,U\n', { format: 'csv', map });
  expect(csv.items).toEqual([{ title: 'T', uri: 'U', date: null, line: 2 }]);
  const rows = '{"title":"T","my, link":"U"}\n{"date":null,"My, link":"U"}\n';
  const { items } = await rowsOf(rows, { format: 'ndjson', map });
  expect(items.map(({ uri }) => uri)).toEqual([null, 'U']);
});

test('a map names members of JSON', async () => {
  const map = parseColumnMap('uri=link,date=constructor');
  const { items } = await rowsOf('[{"title":"T","link":"U","uri":"x"}]', { format: 'json', map });
  expect(items).toEqual([{ title: 'T', uri: 'U', date: null, line: 1 }]);
});

test.each([
  ['', /^The map "" has the part ""; every part must be a field and the column that holds it/],
  ['uri', /has the part "uri"/],
  ['uri=', /has the part "uri="/],
  ['uri=link,', /has the part ""/],
  ['url=link', /^The map "url=link" names the field "url"; expected one of title, uri, date\.$/],
  ['constructor=x', /names the field "constructor"/],
  ['uri=""', /has the part "uri="""; every part/],
  ['uri="a,date=b', /has the part "uri="a", whose column begins with a quote and does not end/],
  ['uri="a"b,date=c', /has the part "uri="a"b", whose column begins with a quote/],
  ['uri=a,uri=b', /names two columns for the field "uri"/],
])('the map "%s" is refused', (text, message) => {
  expect(() => parseColumnMap(text)).toThrow(message);
});
