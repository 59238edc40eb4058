import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Item, type Service, startService } from '../support/service.js';

interface Sample {
  readonly name: string;
  readonly file: string | URL;
  readonly inserted: number;
  readonly duplicates: number;
  /** The indexes of the items that are rejected. */
  readonly rejected: readonly number[];
}

const samples: Sample[] = [
  {
    name: 'input/data.json',
    file: new URL('../../input/data.json', import.meta.url),
    inserted: 92,
    duplicates: 1,
    rejected: [12, 27, 38, 49, 61, 70, 88],
  },
];

// The items of the service that this one replaces are not ours to publish: a run that has them
// names their file.
const replaced = process.env.RECORDS_TEST_REPLACED_ITEMS;
if (replaced) {
  samples.push({
    name: 'the items of the replaced service',
    file: replaced,
    inserted: 94,
    duplicates: 0,
    rejected: [5, 46, 54, 75, 91, 97],
  });
}

describe.each(samples)(
  'importing the 100 items of $name',
  ({ file, inserted, duplicates, rejected }) => {
    const { items } = JSON.parse(readFileSync(file, 'utf8')) as { items: Item[] };
    const counts = { received: 100, rejected: rejected.length };
    let service: Service;
    beforeAll(async () => {
      service = await startService();
    });
    afterAll(() => service.stop());

    test('counts each as inserted, duplicate or rejected, and inserts none the second time', async () => {
      const first = await service.importItems(items);
      expect(first).toMatchObject({ ...counts, inserted, duplicates });
      const again = await service.importItems(items);
      expect(again).toMatchObject({ ...counts, inserted: 0, duplicates: inserted + duplicates });
    });

    test('keeps the rejected items with their indexes', async () => {
      const { import: stored } = await service.query<{
        import: { rejections: { index: number; title: string | null }[] };
      }>(
        '{ import(id: 1) { rejections { index title uri date reasons { code field message } } } }',
      );
      expect(stored.rejections.map(({ index }) => index)).toEqual(rejected);
    });
  },
);
