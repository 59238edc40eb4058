import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { importFolder, ndjson } from '../support/importing.js';
import { createRandom } from '../support/random.js';
import { repetitions } from '../support/repetitions.js';
import { checkExport } from '../support/scan/check-export.js';
import { checkFast } from '../support/scan/check-fast.js';
import { checkSearch } from '../support/scan/check-search.js';
import { checkSites } from '../support/scan/check-sites.js';
import { drawNeedles } from '../support/scan/needles.js';
import { type RandomSearch, randomSearch } from '../support/scan/random-search.js';
import { Scan } from '../support/scan/scan.js';
import { variedItemAt } from '../support/scan/varied-items.js';
import { createDatabaseOn, type TestDatabase } from '../support/servers/engines.js';
import { engineUnderTest, migrate, type Service, startService } from '../support/service.js';

// What a failure prints as its seed gives the same texts and the same searches again.
const seed = Number(process.env.RECORDS_TEST_SEED ?? Date.now() % 2 ** 31);
const wholeCount = repetitions(100_000, 20_000);
// Records are indexed in blocks of so many.
const block = 16_384;
const chunk = 10_000;

let database: TestDatabase;
let service: Service;
let scan: Scan;
let made = 0;

beforeAll(async () => {
  database = await createDatabaseOn(engineUnderTest);
  await migrate(database.url);
  service = await startService({ DATABASE_URL: database.url, CACHE_MEGABYTES: '0' });
  scan = new Scan(service);
});
afterAll(async () => {
  await service.stop();
  await database.drop();
});

const newItems = (count: number) => Array.from({ length: count }, () => variedItemAt(made++));

/** Imports new items, so many at a time. */
async function add(count: number, atOnce = chunk) {
  for (let left = count; left > 0; left -= atOnce) {
    await service.importItems(newItems(Math.min(left, atOnce)));
  }
  await scan.readNew();
}

/** Checks random searches, the same for the same seed. */
async function checkSearches(numRuns: number, check = checkSearch) {
  const needles = drawNeedles(scan.records, seed, 200);
  const checkOne = (search: RandomSearch) => check(service, scan, search);
  await fc.assert(fc.asyncProperty(randomSearch(scan, needles), checkOne), { numRuns, seed });
}

describe('random searches find what a scan over the folded texts finds', () => {
  test('after the first records, and after each of some small imports', async () => {
    for (const count of [1, 2, 40, 300]) {
      await add(count);
      await checkSearches(8);
    }
  }, 60_000);

  test('after the import of a file of several chunks', async () => {
    const folder = await importFolder(database.url);
    try {
      const file = await folder.write('items.ndjson', ndjson(newItems(wholeCount * 0.6)));
      expect(await folder.import([file])).toMatchObject({ code: 0 });
    } finally {
      await folder.remove();
    }
    await scan.readNew();
    await checkSearches(20);
  }, 120_000);

  test('while small imports complete a block of records', async () => {
    const left = block - (scan.records.length % block);
    await add(left - 30);
    for (let part = 0; part < 6; part += 1) {
      await add(10, 3);
      await checkSearches(4);
    }
    expect(scan.records.length % block).toBe(30);
  }, 60_000);

  test('after imports of records that are stored already, which leave gaps between the ids', async () => {
    const before = scan.records.length;
    const stored = Array.from({ length: chunk }, (_, at) => variedItemAt(at));
    for (let time = 0; time < 7; time += 1) {
      const { inserted } = await service.importItems([...stored.slice(1), variedItemAt(made++)]);
      expect(inserted).toBe(1);
    }
    await add(500);
    expect(scan.records.length - before).toBe(507);
    await checkSearches(20);
  }, 120_000);

  test('after all imports', async () => {
    await add(Math.max(0, wholeCount - scan.records.length));
    await checkSearches(repetitions(300, 120));
  }, 300_000);

  test('and with "accuracy: FAST" figures that are exact, or within 2 % or 5 records', async () => {
    await checkSearches(repetitions(200, 60), checkFast);
  }, 300_000);

  test('and an export has all of it, in the order of the list', async () => {
    await checkSearches(repetitions(30, 10), checkExport);
  }, 300_000);

  test('and the sites whose hosts match a text', async () => {
    const random = createRandom(seed);
    const hosts = [...scan.hosts.values()];
    for (let time = 0; time < 30; time += 1) {
      const host = random.pick(hosts);
      const from = random.below(host.length);
      await checkSites(service, scan, 'contains', host.slice(from, from + 1 + random.below(6)));
      await checkSites(service, scan, 'startsWith', host.slice(0, 1 + random.below(8)));
      await checkSites(service, scan, 'equals', random.below(2) ? host : host.slice(1));
    }
  }, 60_000);
});
