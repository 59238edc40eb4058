import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { lockData, raiseDataVersion } from '../../src/database/data-version-row.js';
import { removeRecords } from '../../src/search/index/remove-records.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
let ids: number[];
const chunk = 9000;
// Two blocks of the search index, and a tail.
const chunks = 4;

beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
  for (let round = 0; round < chunks; round += 1) {
    await service.importItems(
      Array.from({ length: chunk }, (_, at) =>
        item({
          title: `Q Meadow at dawn ${round * chunk + at}`,
          uri: `https://h${at % 40}.example/${round}/${at}`,
          date: new Date(Date.UTC(2000 + (at % 20), 0, 1)).toISOString(),
        }),
      ),
    );
  }
  const { rows } = await sql<{ id: number }>`select id from record order by id`.execute(
    service.app.fork().reader,
  );
  ids = rows.map(({ id }) => Number(id));
}, 120_000);
afterAll(() => service.stop());

const searchQuery = `query ($filter: RecordFilter) {
  records(filter: $filter, first: 100) {
    nodes { id } totalCount histogram(by: YEAR) { count } topSites(first: 100) { count }
  }
}`;

interface Found {
  readonly records: {
    readonly nodes: readonly unknown[];
    readonly totalCount: number;
    readonly histogram: readonly { readonly count: number }[];
    readonly topSites: readonly { readonly count: number }[];
  };
}

const sum = (parts: readonly { readonly count: number }[]) =>
  parts.reduce((total, { count }) => total + count, 0);

/** Removes every so many-th record, from all blocks and the tail. */
async function remove(every: number, rest: number): Promise<void> {
  await service.app.fork().transaction(async (transaction) => {
    await lockData(transaction);
    await removeRecords(
      transaction,
      ids.filter((_, at) => at % every === rest),
    );
    await raiseDataVersion(transaction);
  });
}

test('while records are removed, the page and the figures of a search are of one moment', async () => {
  // A hundred times as many records as are removed at once.
  const every = 100;
  const wanted = new Set(
    Array.from({ length: every }, (_, left) => ((left + 1) * ids.length) / every),
  );
  const wrong: unknown[] = [];
  const seen = new Set<number>();
  let done = false;
  const finished = [0, 0, 0, 0];
  async function search(filter: object, searcher: number) {
    while (!done) {
      const { records } = await service.query<Found>(searchQuery, { filter });
      const figures = [records.totalCount, sum(records.histogram), sum(records.topSites)];
      if (new Set(figures).size > 1 || !wanted.has(records.totalCount)) wrong.push(figures);
      if (records.nodes.length !== 100) wrong.push(records.nodes.length);
      seen.add(records.totalCount);
      finished[searcher] = (finished[searcher] ?? 0) + 1;
    }
  }
  const searches = Promise.all(
    [
      {},
      { title: { contains: 'meadow at' } },
      { or: [{ text: 'dawn 1' }, { not: { text: 'dawn 1' } }] },
      { not: { site: 'nowhere.example' }, title: { contains: 'q' } },
    ].map(search),
  );
  /** Searches begin again when records are removed, so there is time for one of each before the next removal. */
  async function eachHasFinished() {
    const before = [...finished];
    while (!done && finished.some((count, searcher) => count === before[searcher]))
      await passed(10);
  }
  try {
    for (let round = 0; round < 8; round += 1) {
      await remove(every, round);
      await Promise.race([eachHasFinished(), searches]);
    }
  } finally {
    done = true;
  }
  await searches;
  expect(wrong).toEqual([]);
  expect(seen.size).toBeGreaterThan(3);
}, 120_000);
