import { existsSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Item, type Service, startService } from '../support/service.js';

const seed = new URL('../../../shared/data/seed-items.json', import.meta.url);

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

// The items belong to the service that this one replaces, so a clone may be without them.
const atHand = existsSync(seed) ? [seed] : [];

describe.each(atHand)('the 100 items of the replaced service', (file) => {
  const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: Item[] };

  test('94 are inserted and 6 rejected; again, 94 are duplicates', async () => {
    const first = await service.importItems(items);
    expect(first).toMatchObject({ received: 100, inserted: 94, duplicates: 0, rejected: 6 });
    const again = await service.importItems(items);
    expect(again).toMatchObject({ received: 100, inserted: 0, duplicates: 94, rejected: 6 });
  });

  test('the rejected ones can be read back with their indexes', async () => {
    const { import: stored } = await service.query<{
      import: { rejections: { index: number; title: string | null }[] };
    }>('{ import(id: 1) { rejections { index title uri date reasons { code field message } } } }');
    expect(stored.rejections.map(({ index }) => index)).toEqual([5, 46, 54, 75, 91, 97]);
  });
});
