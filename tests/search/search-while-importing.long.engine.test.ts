import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Item, item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
});
afterAll(() => service.stop());

const chunk = 3000;
// Records are indexed in blocks of 16,384.
const chunks = 6;

const texts = { common: 'meadow', alone: 'q', phrase: 'meadow at dawn' } as const;

/** Each item has all of the texts. */
const itemsOf = (round: number): Item[] =>
  Array.from({ length: chunk }, (_, n) =>
    item({ title: `Q Meadow at dawn ${n}`, uri: `https://h${n % 40}.example/${round}/${n}` }),
  );

interface Figures {
  readonly records: {
    readonly nodes: readonly unknown[];
    readonly totalCount: number;
    readonly histogram: readonly { readonly count: number }[];
    readonly topSites: readonly { readonly count: number }[];
  };
}

const figuresQuery = `query ($filter: RecordFilter) {
  records(filter: $filter, first: 1, orderBy: ADDED_DESC) {
    nodes { id } totalCount histogram(by: YEAR) { count } topSites(first: 100) { count }
  }
}`;

const sum = (parts: readonly { readonly count: number }[]) =>
  parts.reduce((total, { count }) => total + count, 0);

test('while chunks are imported and indexed, each figure is that of whole chunks, and none falls', async () => {
  const wrong: unknown[] = [];
  let done = false;
  async function search(name: string, filter: object) {
    let [least, looks] = [0, 0];
    while (!done) {
      const { records } = await service.query<Figures>(figuresQuery, { filter });
      const { totalCount, histogram, topSites } = records;
      // They may be of different moments, as each is a statement of its own.
      for (const figure of [totalCount, sum(histogram), sum(topSites)]) {
        if (figure % chunk !== 0 || figure < least) wrong.push({ name, figure, least });
      }
      least = totalCount;
      looks += 1;
    }
    return looks;
  }
  const searches = Promise.all([
    search('all', {}),
    ...Object.entries(texts).map(([name, contains]) => search(name, { title: { contains } })),
    search('either', { or: [{ text: 'dawn 1' }, { not: { text: 'dawn 1' } }] }),
  ]);
  try {
    for (let round = 0; round < chunks; round += 1) await service.importItems(itemsOf(round));
  } finally {
    done = true;
  }
  expect(Math.min(...(await searches))).toBeGreaterThan(chunks / 2);
  expect(wrong).toEqual([]);
}, 120_000);
