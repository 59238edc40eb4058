// The texts are in many scripts. cspell:disable
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { sql } from 'kysely';
import { lockData } from '../../src/database/data-version-row.js';
import { buildIndex } from '../../src/search/index/build-index.js';
import { removeRecords } from '../../src/search/index/remove-records.js';
import { item, type Service, startService } from '../support/service.js';
import { type Stored, storedIn, wantedIndex } from '../support/stored.js';

jest.setTimeout(180_000);

// So that the second block is closed, too.
const recordsPerBlock = 16_384;
const records = 2 * recordsPerBlock + 500;
const texts = [
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa',
  '日本語のタイトル',
  '😀😀 astral 𝒳',
  'x',
  'ﷺ ',
  'Straße nº',
];

let service: Service;
let stored: Stored;
beforeAll(async () => {
  service = await startService();
  for (let from = 0; from < records; from += 8000) {
    const count = Math.min(8000, records - from);
    await service.importItems(
      Array.from({ length: count }, (_, at) =>
        item({
          title: `${texts[(from + at) % 7] ?? 'plain text'} ${(from + at) % 13}`,
          uri: `https://h${(from + at) % 9}.example/${from + at}`,
        }),
      ),
    );
  }
  stored = await storedIn(service);
});
afterAll(() => service.stop());

const execute = async (statement: string) => sql.raw(statement).execute(service.app.fork().writer);
const count = async (text: string) => {
  const { records: found } = await service.query<{ records: { totalCount: number } }>(
    'query ($text: String) { records(filter: { text: $text }) { totalCount } }',
    { text },
  );
  return found.totalCount;
};

test('imports index their records in full blocks, exactly, and the rest is the tail', () => {
  expect(stored.index).toEqual(wantedIndex(stored));
  expect(stored.index.texts.size).toBe(2 * recordsPerBlock);
  expect(stored.index.tail).toBe(500);
});

test('a build of another format is resumed where it was interrupted, and two builds share the work', async () => {
  await execute('update search_state set format = 9');
  const before = await count('日本語');
  const stopped = new AbortController();
  const database = service.app.fork();
  await expect(
    buildIndex(database, {
      signal: stopped.signal,
      onProgress: ({ indexed }) => indexed > 0 && stopped.abort(),
    }),
  ).rejects.toThrow(/abort/);
  const { rows } = await execute('select blocks from search_state');
  expect(rows).toEqual([{ blocks: 1 }]);
  expect(await count('日本語')).toBe(before);
  await Promise.all([buildIndex(database), buildIndex(service.app.fork())]);
  const built = await storedIn(service);
  expect(built.index).toEqual(stored.index);
  expect(await count('日本語')).toBe(before);
});

test('ids may have gaps of any length', async () => {
  await execute('update record set id = id + 70000000 where id > 9000');
  await execute('update search_state set format = 9');
  await buildIndex(service.app.fork());
  stored = await storedIn(service);
  expect(stored.index).toEqual(wantedIndex(stored));
  expect(stored.index.texts.size).toBe(2 * recordsPerBlock);
  expect(await count('ab'.repeat(3))).toBe(0);
});

test('removed records are in no index, figure or search any more', async () => {
  const ids = stored.records.map(({ id }) => Number(id));
  // Of both blocks, of the tail, and one that is not stored.
  const removed = [...ids.filter((_, at) => at % 7 === 1 && at % 2 === 0), 60_000_000];
  const kept = stored.records.filter(({ id }) => !removed.includes(Number(id)));
  expect(await count('日本語')).toBe(ids.filter((_, at) => at % 7 === 1).length);
  const number = await service.app.fork().transaction(async (transaction) => {
    await lockData(transaction);
    return removeRecords(transaction, removed);
  });
  expect(number).toBe(removed.length - 1);
  await service.importItems([item({ title: 'The next one', uri: 'https://next.example/' })]);
  expect(await count('日本語')).toBe(ids.filter((_, at) => at % 7 === 1 && at % 2 === 1).length);
  const now = await storedIn(service);
  expect(now.records.slice(0, -1)).toEqual(kept);
  expect(now.index).toEqual(wantedIndex(now));
});

test('a program that folds by another version can search, but its imports fail as a whole', async () => {
  await execute('alter table search_state rename column tail_folding_2 to tail_folding_3');
  await expect(service.importItems([item({ title: 'Later' })])).rejects.toThrow();
  expect(await count('日本語')).toBeGreaterThan(0);
  await execute('alter table search_state rename column tail_folding_3 to tail_folding_2');
  expect(await count('Later')).toBe(0);
});
