import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { Database } from '../../../src/database/database.js';
import type { TextCandidates } from '../../../src/database/engine.js';
import { insertRecords, openTestEngine, readRows, type TestEngine } from '../../support/engine.js';

let tested: TestEngine;
let texts: ReadonlyMap<number, string>;

const syllables = ['ka', 'lo', 'mi', 'né', 'ru', 'ß', '日本', '😀', "'", '"', '\\', '%', '-', ' '];

/** Texts like words, the same in every run. */
function createTexts(count: number): string[] {
  let state = 1;
  const next = (limit: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % limit;
  };
  return Array.from({ length: count }, () =>
    Array.from({ length: 4 + next(12) }, () => syllables[next(syllables.length)]).join(''),
  );
}

/** Inserts records and indexes them, as an import does. */
async function insertIndexed(database: Database, parts: readonly string[]) {
  const [last] = await readRows<{ id: number | null }>(
    database,
    sql`select max(id) as id from record`,
  );
  const ids = await insertRecords(
    database,
    parts.map((text) => ({ text })),
  );
  await database.engine.searchIndex.addRecordsAfter(Number(last?.id ?? 0), database);
  return ids;
}

beforeAll(async () => {
  tested = await openTestEngine();
  const all = new Map<number, string>();
  // In parts, as each import adds to lists that are there.
  for (const size of [1, 700, 3, 600]) {
    const part = createTexts(size).map((text) => `${text} common ${size}`);
    const ids = await tested.fork().transaction((database) => insertIndexed(database, part));
    for (const [at, id] of ids.entries()) all.set(id, `\n${part[at]}\n\nuri\n`);
  }
  texts = all;
}, 60_000);
afterAll(() => tested.stop());

function satisfies(text: string, candidates: TextCandidates): boolean {
  if ('text' in candidates) return text.includes(candidates.text);
  if ('all' in candidates) return candidates.all.every((each) => satisfies(text, each));
  return candidates.any.some((each) => satisfies(text, each));
}

const scan = (candidates: TextCandidates) =>
  [...texts].filter(([, text]) => satisfies(text, candidates)).map(([id]) => id);

/** The ids of the candidates; undefined where the engine says that there are too many. */
async function find(candidates: TextCandidates, max = 5000, database = tested.fork()) {
  const from = await tested.engine.searchIndex.candidateRecords(candidates, max, database);
  if (from === undefined) return undefined;
  const rows = await readRows<{ id: number }>(database, sql`select record.id from ${from}`);
  return rows.map(({ id }) => id).sort((a, b) => a - b);
}

const [some = '', other = '', third = ''] = createTexts(700)
  .filter((text) => [...text].length > 12)
  .slice(100);
const part = (text: string) => [...text].slice(2, 9).join('');

const searches: Record<string, TextCandidates> = {
  'one text': { text: part(some) },
  'a text of three code points': { text: '本😀"' },
  'a text with quotes, backslashes and wildcards': { text: '\\%\'"' },
  'a text over the line feed between two fields': { text: 'common 3\n\nuri' },
  'a text that no record has': { text: 'zzz absent zzz' },
  'a text whose trigrams are all common': { text: 'uri\nuri' },
  'any of several texts': { any: [{ text: part(some) }, { text: part(other) }, { text: 'zzz' }] },
  'all of several texts': { all: [{ text: part(some) }, { text: 'common 700' }] },
  'nested conditions': {
    any: [
      { all: [{ text: part(third) }, { any: [{ text: 'common 3' }, { text: 'common 700' }] }] },
      { text: part(other) },
    ],
  },
};

test.each(Object.entries(searches))(
  'candidates for %s include every record that a scan finds, each once',
  async (_, candidates) => {
    const found = await find(candidates);
    const wanted = scan(candidates);
    // An index may leave to the scan what is common.
    if (found === undefined) {
      expect(wanted.length * 4).toBeGreaterThan(texts.size);
      return;
    }
    expect(wanted.filter((id) => !found.includes(id))).toEqual([]);
    expect(found).toEqual([...new Set(found)]);
  },
);

test('rare text has few candidates, which is what the index is for', async () => {
  const found = await find({ text: part(some) });
  expect(found?.length).toBeLessThan(50);
  expect(await find({ text: 'zzz absent zzz' })).toEqual([]);
});

test('the search index gives up if there are more candidates than the maximum', async () => {
  expect(await find({ text: part(some) }, 0)).toBeUndefined();
});

test('an index that serves common text yields all of its rows', async () => {
  const { servesCommonText } = tested.engine.searchIndex;
  const found = await find({ text: 'common' }, Infinity);
  if (servesCommonText) expect(found).toEqual([...texts.keys()]);
  else expect([undefined, [...texts.keys()]]).toContainEqual(found);
});

test('records are found in their transaction and, once it is rolled back, nowhere', async () => {
  const text = { text: 'unique wording' };
  const failing = tested.fork().transaction(async (database) => {
    const ids = await insertIndexed(database, ['a unique wording of ours']);
    expect(await find(text, 5000, database)).toEqual(ids);
    expect(await find(text)).toEqual([]);
    throw new Error('undone');
  });
  await expect(failing).rejects.toThrow('undone');
  expect(await find(text)).toEqual([]);
});
