import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
});
afterAll(() => service.stop());

const rounds = 6;
const itemsPerImport = 3000;

// What the index finds of each text must be of one moment, and that of the rows no earlier.
test('searches by the index find all of an import or nothing, at every moment', async () => {
  const found = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    let done = false;
    const items = Array.from({ length: itemsPerImport }, (_, n) =>
      item({
        title: `${n % 2 ? 'Garden' : 'Meadow'} ${round}`,
        uri: `https://h${n % 50}.example/a/longer/path/${n}`,
      }),
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
      }
    };
    const both = [search('garden', 'meadow'), search('eadow', 'arden'), search('adow', 'garde')];
    await Promise.all([importing, ...both]);
  }
  expect([...found].filter((count) => count % itemsPerImport !== 0)).toEqual([]);
  expect(found.size).toBeGreaterThan(rounds / 2);
}, 60_000);
