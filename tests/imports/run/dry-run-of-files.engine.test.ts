import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, mixedItems, ndjson } from '../../support/importing.js';
import { item, migratedDatabase, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

// The chunks after the first one repeat rows of it, and rejected ones.
const items = [...mixedItems(11_000), ...mixedItems(10_500)];
const storedBefore = mixedItems(500);

let folder: ImportFolder;
let service: Service;
let address: string;
let file: string;
let rehearsed: Record<string, unknown>[];
beforeAll(async () => {
  const { url } = await migratedDatabase();
  service = await startService({ DATABASE_URL: url });
  address = await service.app.listen();
  await service.importItems(storedBefore);
  folder = await importFolder(url);
  file = await folder.write('rows.ndjson', ndjson(items));
  rehearsed = [];
}, 30_000);
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

async function reportOf(...args: readonly string[]) {
  const outputs = ['--report', folder.file('report.json'), '--rejects', folder.file('rejects')];
  const { code } = await folder.import([file, '--quiet', ...outputs, ...args]);
  expect(code).toBe(2);
  const { files, dryRun, startedAt, finishedAt, durationMs, ...counts } =
    await folder.readJson<Record<string, unknown>>('report.json');
  const rejects = await folder.read('rejects');
  return { ...counts, rejects };
}

describe('a dry run of a file', () => {
  test.each([
    ['into the database', () => []],
    ['into a service', () => ['--url', address]],
  ])(
    '%s stores nothing',
    async (_, way) => {
      const before = await storedIn(service);
      rehearsed.push(await reportOf('--dry-run', ...way()));
      expect(await storedIn(service)).toEqual(before);
    },
    30_000,
  );

  test('predicts what the real import does, also for repeated rows', async () => {
    const real = await reportOf('--url', address);
    expect(real).toMatchObject({ received: 21_500, duplicates: expect.any(Number) });
    expect(rehearsed).toEqual([real, real]);
  }, 30_000);

  test.each([
    ['into the database', () => []],
    ['into a service', () => ['--url', address]],
  ])(
    'of several %s counts what stands in two of them once',
    async (_, way) => {
      const [first, second] = [
        await folder.write('first.ndjson', ndjson([item({ title: 'New' }), item()])),
        await folder.write('second.ndjson', ndjson([item({ title: 'New' })])),
      ];
      const { code, printed } = await folder.import([first, second, '--dry-run', ...way()]);
      expect([code, printed.split('\n').slice(1, 3)]).toEqual([
        0,
        [
          `${second}: 1 row received: 0 inserted, 1 duplicate, 0 rejected.`,
          '3 rows received: 2 inserted, 1 duplicate, 0 rejected.',
        ],
      ]);
    },
    30_000,
  );
});
