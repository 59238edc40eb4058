import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
});
afterAll(() => service.stop());

const rounds = 6;
const itemsPerImport = 3000;

// A search index may show a part of an import while it is committed, or lose rows for a moment.
test('searches by the index find all of an import or nothing, at every moment', async () => {
  const found = new Set<number>();
  for (let round = 0; round < rounds; round += 1) {
    let done = false;
    const items = Array.from({ length: itemsPerImport }, (_, n) =>
      item({ title: `Garden ${round}`, uri: `https://h${n % 50}.example/a/longer/path/${n}` }),
    );
    const importing = service.importItems(items).finally(() => {
      done = true;
    });
    const search = async (text: string) => {
      while (!done) {
        const { records } = await service.query<{ records: { totalCount: number } }>(
          'query ($text: String) { records(filter: { title: { contains: $text } }) { totalCount } }',
          { text },
        );
        found.add(records.totalCount);
      }
    };
    await Promise.all([importing, search('garden'), search('arden'), search('garde')]);
  }
  expect([...found].filter((count) => count % itemsPerImport !== 0)).toEqual([]);
  expect(found.size).toBeGreaterThan(rounds / 2);
}, 60_000);
