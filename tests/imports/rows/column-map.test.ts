import { expect, test } from '@jest/globals';
import { columnMap } from '../../../src/imports/rows/column-map.js';
import { rowsOf } from '../../support/rows.js';

test('a map names the columns of some fields', () => {
  expect(columnMap('uri=link,date=published')).toEqual({ uri: 'link', date: 'published' });
  expect(columnMap(' Title = the title , uri=a=b')).toEqual({ title: 'the title', uri: 'a=b' });
});

test('it names members of JSON just as well', async () => {
  const map = columnMap('uri=link,date=constructor');
  const { items } = await rowsOf('[{"title":"T","link":"U","uri":"x"}]', { format: 'json', map });
  expect(items).toEqual([{ title: 'T', uri: 'U', date: null, line: 1 }]);
});

test.each([
  ['', /^The map "" has the part ""; every part must be a field and the column that holds it/],
  ['uri', /has the part "uri"/],
  ['uri=', /has the part "uri="/],
  ['uri=link,', /has the part ""/],
  ['url=link', /^The map "url=link" names the field "url"; there are title, uri, date\.$/],
  ['constructor=x', /names the field "constructor"/],
  ['uri=a,uri=b', /names two columns for the field "uri"/],
])('the map "%s" is refused', (text, message) => {
  expect(() => columnMap(text)).toThrow(message);
});
