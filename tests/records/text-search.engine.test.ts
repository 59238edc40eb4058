// The texts are in many languages. cspell:disable
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

let number = 0;

/** Stores titles, and tells which of them a filter finds. */
async function stored(...titles: string[]) {
  const host = `case-${++number}.example`;
  await service.importItems(titles.map((title) => item({ title, uri: `https://${host}/` })));
  return async (filter: object): Promise<string[]> => {
    const { records } = await service.query<{ records: { nodes: { title: string }[] } }>(
      `query ($filter: RecordFilter) {
        records(filter: $filter, orderBy: ADDED_ASC) { nodes { title } }
      }`,
      { filter: { and: [{ site: host }, filter] } },
    );
    return records.nodes.map(({ title }) => title);
  };
}

test.each([
  ['CAFE', ['café', 'CAFÉ au lait', 'decafeinado'], ['calf', 'face']],
  ['SEGURANCA', ['segurança', 'insegurançaS'], ['seguranza']],
  ['istanbul', ['İstanbul', 'ISTANBUL', 'ıstanbul'], ['Isanbul']],
  ['strasse', ['Straße', 'STRAẞE', 'Hauptstrassen'], ['strase']],
  ['ΟΔΟΣ', ['οδός', 'οδοσ', 'ΟΔΌΣ 5'], ['οδο']],
  ['é', ['e', 'É', 'fée'], ['a', 'ı']],
  ['😀', ['😀', 'x😀y'], ['😁', '😃']],
  ['😀a', ['😀A', '😀ä'], ['😁a', '😀 a']],
  ['京都', ['京都', '東京都'], ['東京', '都京']],
  ['100%', ['100% cotton'], ['1000', '100 %']],
  ['a_b', ['a_b', 'A_B'], ['axb', 'ab']],
  ['\\', ['a\\b'], ['a/b']],
  ['a" OR "b', ['say a" OR "b'], ['a', 'b', 'a OR b']],
])('a search for "%s" finds %j but not %j', async (contains, found, others) => {
  const search = await stored(...found, ...others);
  expect(await search({ title: { contains } })).toEqual(found);
  expect(await search({ title: { contains: contains.normalize('NFD') } })).toEqual(found);
});

test('white space in a search is normalised like that of titles', async () => {
  const search = await stored('two words');
  for (const contains of ['two words', 'two\nwords', 'two \t words', '\r\ntwo words\n']) {
    expect([contains, await search({ title: { contains } })]).toEqual([contains, ['two words']]);
  }
});

test('spaces around a searched text count for "contains" but not for "equals" and "startsWith"', async () => {
  const search = await stored('fine art fair', 'artful', 'art');
  expect(await search({ title: { contains: 'art ' } })).toEqual(['fine art fair']);
  expect(await search({ title: { equals: ' art\t' } })).toEqual(['art']);
  expect(await search({ title: { startsWith: ' art' } })).toEqual(['artful', 'art']);
});

test('half of an emoji finds neither the emoji nor other emoji', async () => {
  const search = await stored('😀', '😁');
  for (const contains of ['\ud83d', '\ude00', '\ud83dx']) {
    expect(await search({ title: { contains } })).toEqual([]);
  }
});

test('all 1000 characters of a searched text count', async () => {
  const path = 'p'.repeat(970);
  const host = 'long.example';
  await service.importItems(
    ['1', '2'].map((end) => item({ uri: `https://${host}/${path}${end}`, title: end })),
  );
  const contains = `https://${host}/${path}1`.slice(-1000).padStart(1000, 'x');
  const { bare, padded } = await service.query<Record<'bare' | 'padded', { totalCount: number }>>(
    `query ($bare: String, $padded: String) {
      bare: records(filter: { text: $bare }) { totalCount }
      padded: records(filter: { text: $padded }) { totalCount }
    }`,
    { bare: `https://${host}/${path}1`, padded: contains },
  );
  expect([bare.totalCount, padded.totalCount]).toEqual([1, 0]);
});
