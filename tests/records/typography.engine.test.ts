// The texts are in many languages. cspell:disable
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

let number = 0;

/** Stores titles, and tells which of them a filter finds. */
async function stored(...titles: readonly string[]) {
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

describe.each<[kind: string, spellings: readonly string[], others: readonly string[]]>([
  [
    'apostrophes',
    [
      "l'eau d'ici",
      'l’eau d’ici',
      'l‘eau d‛ici',
      'lʼeau dʻici',
      'l´eau d′ici',
      'l＇eau d΄ici',
      'l‚eau d‹ici',
    ],
    ['leau dici', 'l"eau d"ici', 'l`eau d`ici'],
  ],
  [
    'quotation marks',
    [
      'the "word" here',
      'the “word” here',
      'the „word‟ here',
      'the «word» here',
      'the ＂word″ here',
    ],
    ["the 'word' here", 'the word here', 'the ‹word› here'],
  ],
  ['quotes in Hebrew', ['צה"ל', 'צה״ל'], ['צהל']],
  [
    'dashes',
    ['1990-1999', '1990–1999', '1990—1999', '1990‑1999', '1990−1999', '1990－1999', '1990⸺1999'],
    ['19901999', '1990 1999', '1990_1999', '1990ー1999'],
  ],
  ['ellipses', ['so...', 'so…', 'so⋯', 'so․․․'], ['so', 'so..', 'so. . .']],
  ['full-width forms', ['Full Width 12!', 'Ｆｕｌｌ Ｗｉｄｔｈ １２！'], ['Full Width 12']],
  ['half-width katakana', ['ガード', 'ｶﾞｰﾄﾞ'], ['カート']],
  ['fractions', ['1/2 cup', '½ cup', '1⁄2 cup', '１／２ cup'], ['12 cup']],
  [
    'invisible characters',
    [
      'zerowidth',
      'zero\u200bwidth',
      'zero\u00adwidth',
      'zero\u200c\u200dwidth',
      '\u202bzerowidth\u202c',
      'z\u2060e\u2064r\u034fo\ufe0fwidth',
      '\u2066zero\u2069width\u061c',
      '\u200ezerowidth\u200f\u200b',
      'zero\u{e0100}width',
    ],
    ['zero width', 'zero-width'],
  ],
  [
    'spaces next to invisible characters',
    ['two words', 'two \u200b words', 'two\u00ad words', 'two \u200e\u00ad\u200f words'],
    ['twowords'],
  ],
  [
    'accents that stand alone',
    ['a naive text', 'a naive¨ text', 'a¨ naive˝ text'],
    ['a na ive text'],
  ],
])('%s', (_, spellings, others) => {
  test.each(['contains', 'startsWith', 'equals'])('make no difference to "%s"', async (match) => {
    const search = await stored(...spellings, ...others);
    for (const spelling of spellings) {
      expect([spelling, await search({ title: { [match]: spelling } })]).toEqual([
        spelling,
        spellings,
      ]);
    }
  });

  test('make no difference to "text"', async () => {
    const search = await stored(...spellings, ...others);
    for (const spelling of spellings) {
      expect([spelling, await search({ text: spelling })]).toEqual([spelling, spellings]);
    }
  });
});

test('URIs are found by the typography that their escapes stand for', async () => {
  await service.importItems([
    item({ title: 'A', uri: 'https://uris.example/l%E2%80%99hiver%E2%80%94zero%E2%80%8Bwidth' }),
    item({ title: 'B', uri: "https://uris.example/l'hiver-zerowidth" }),
  ]);
  for (const contains of ["l'hiver-zerowidth", 'l’hiver—zerowidth', 'L‘HIVER–zero\u00adwidth']) {
    const { records } = await service.query<{ records: object }>(
      'query ($contains: String) { records(filter: { uri: { contains: $contains } }) { totalCount } }',
      { contains },
    );
    expect([contains, records]).toEqual([contains, { totalCount: 2 }]);
  }
});

test('a searched text of invisible characters only equals the empty string', async () => {
  const search = await stored('one', 'two\u200b');
  for (const text of ['\u200b', '\u00ad\u202e', '\ufe0f']) {
    for (const filter of [{ contains: text }, { startsWith: text }]) {
      expect(await search({ title: filter })).toEqual(['one', 'two\u200b']);
    }
    expect(await search({ text })).toEqual(['one', 'two\u200b']);
    expect(await search({ title: { equals: text } })).toEqual([]);
  }
});

test('spaces next to invisible characters at the ends of a title are trimmed', async () => {
  const title = '\u200b \u200etitle\u200f \u200b';
  const search = await stored(title);
  for (const match of ['equals', 'startsWith']) {
    for (const text of ['title', ' \u200b title']) {
      expect(await search({ title: { [match]: text } })).toEqual([title]);
    }
  }
});

test('titles keep their typography as received', async () => {
  const titles = ['“So… – it’s”', 'zero\u200bwidth'];
  const search = await stored(...titles);
  expect(await search({})).toEqual(titles);
});

test('REST searches ignore typography as well', async () => {
  await service.importItems([item({ title: 'Le refuge d’altitude de REST' })]);
  const answer = await service.app.inject(
    `/v1/?contains=${encodeURIComponent("d'altitude de rest")}`,
  );
  expect(answer.json()).toMatchObject([{ title: 'Le refuge d’altitude de REST' }]);
});
