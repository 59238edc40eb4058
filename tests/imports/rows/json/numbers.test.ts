import { expect, test } from '@jest/globals';
import { parseColumnMap } from '../../../../src/imports/rows/column-map.js';
import { faultsIn, rowsOf } from '../../../support/rows.js';

test.each([
  '1984',
  '12345678901234567890',
  '0.10',
  '1e400',
  '-0',
  '1E+2',
  '0.1000000000000000055511151231257827',
])('the number %s is taken as written', async (number) => {
  const row = `{"n":{"title":5},"title":${number},"uri":"7","date":  ${number} }`;
  for (const [format, text] of [
    ['ndjson', `${row}\n`],
    ['json', `[${row}]`],
  ] as const) {
    expect((await rowsOf(text, { format })).items).toEqual([
      { title: number, uri: '7', date: number, line: 1 },
    ]);
  }
});

test('a number is taken from the last member of the name that the map gives', async () => {
  const map = parseColumnMap('title=n,date=__proto__');
  const text = '{"n":1.0,"title":"x","n":2.0,"__proto__":3.0}\n';
  const { items } = await rowsOf(text, { format: 'ndjson', map });
  expect(items).toEqual([{ title: '2.0', uri: null, date: '3.0', line: 1 }]);
});

test('a number beside a value that is not a string is rejected with it', async () => {
  const result = await rowsOf('{"title":1.0,"uri":[2.0]}\n', { format: 'ndjson' });
  expect(result.items).toMatchObject([{ raw: '{"title":1.0,"uri":[2.0]}' }]);
  expect(faultsIn(result)).toEqual([expect.stringMatching(/^1: The uri on line 1 is a list/)]);
});
