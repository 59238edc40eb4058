import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
});
afterAll(() => service.stop());

const rounds = 8;
const half = 600;

/** Half of the items have a text of that round alone, the others one that is there already. */
const titleOf = (round: number, n: number) => (n % 2 ? 'Meadow' : `x${round}x`);

// What the index tells of each text must be of one moment, and what is read of the rows no earlier.
test('at every moment, a search for two texts finds either all of an import or none of it', async () => {
  const wrong: unknown[] = [];
  const found = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    const before = half * round;
    let done = false;
    const items = Array.from({ length: 2 * half }, (_, n) =>
      item({ title: titleOf(round, n), uri: `https://h${n % 50}.example/${round}/path/${n}` }),
    );
    const importing = service.importItems(items).finally(() => {
      done = true;
    });
    const search = async (...texts: string[]) => {
      while (!done) {
        const { records } = await service.query<{ records: { totalCount: number } }>(
          'query ($or: [RecordFilter!]) { records(filter: { or: $or }) { totalCount } }',
          { or: texts.map((contains) => ({ title: { contains } })) },
        );
        found.add(records.totalCount);
        const isWhole = [before, before + 2 * half].includes(records.totalCount);
        if (!isWhole) wrong.push({ round, texts, ...records });
      }
    };
    const own = `x${round}x`;
    await Promise.all([importing, search(own, 'meadow'), search('dow', own), search(own, 'ado')]);
  }
  expect(wrong).toEqual([]);
  expect(found.size).toBeGreaterThan(rounds / 2);
}, 60_000);
