import { afterEach, expect, test } from '@jest/globals';
import { engineUnderTest, item, type Service, startService } from '../../support/service.js';
import { storedIn, wantedIndex } from '../../support/stored.js';

let service: Service;
afterEach(() => service.stop());

test.each([
  ['in a database of their own', {}],
  ...(engineUnderTest === 'SQLite'
    ? [['in memory', { DATABASE_URL: 'sqlite::memory:' }] as const]
    : []),
])('ten overlapping imports at once store each record once, %s', async (_, env) => {
  service = await startService(env);
  const itemsOf = (start: number) =>
    Array.from({ length: 400 }, (_, n) =>
      n % 10 === 0
        ? { title: null }
        : item({ uri: `https://h${(start + n) % 97}.example/${start + n}` }),
    );
  const starts = Array.from({ length: 10 }, (_, k) => k * 130);
  const answers = await Promise.all(starts.map((start) => service.importItems(itemsOf(start))));

  const distinct = new Set(
    starts.flatMap((start) => itemsOf(start).flatMap(({ uri }) => uri ?? [])),
  );
  const stored = await storedIn(service);
  expect(new Set(stored.records.map(({ uri }) => uri))).toEqual(distinct);
  expect(stored.records).toHaveLength(distinct.size);
  expect(stored.index).toEqual(wantedIndex(stored));
  const sum = (name: 'inserted' | 'duplicates') =>
    answers.reduce((total, answer) => total + Number(answer[name]), 0);
  expect(sum('inserted')).toBe(distinct.size);
  expect(sum('inserted') + sum('duplicates')).toBe(10 * 360);
  for (const answer of answers) expect(answer.rejected).toBe(40);
  for (const { id, inserted } of stored.imports) {
    expect(stored.records.filter(({ import_id }) => import_id === id)).toHaveLength(
      Number(inserted),
    );
  }
});
