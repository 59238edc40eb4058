import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../support/checkout.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../support/importing.js';
import { migratedDatabase, startService } from '../support/service.js';
import { type Stored, storedIn, wantedIndex } from '../support/stored.js';

// Fifty processes that are killed, and as many that go on.
jest.setTimeout(600_000);

const kills = 50;
// Two chunks, of which the last one is small.
const count = 10_500;
// Before this, Node.js is loading the program.
const startMs = 150;

let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());

/** An import into a new database. */
async function newImport() {
  const database = await migratedDatabase();
  const folder = await importFolder(database.url);
  await folder.write('rows.ndjson', ndjson(mixedItems(count)));
  const output = ['--report', folder.file('report.json'), '--rejects', folder.file('rejects.csv')];
  return {
    begin: () =>
      checkout.records(
        ['import', folder.file('rows.ndjson'), '--source', 'rows', ...output],
        folder.env,
      ),
    outcome: () => outcome(database.url, folder),
    async remove() {
      await folder.remove();
      await database.drop();
    },
  };
}

interface Report {
  readonly files: readonly { readonly importId: number }[];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
}

/** Everything that a user can see of the import afterwards, but for times. */
async function outcome(url: string, folder: ImportFolder) {
  const { startedAt, finishedAt, durationMs, ...report } =
    await folder.readJson<Report>('report.json');
  // Servers do not give the id of an import that they undid to another one.
  const files = report.files.map(({ importId, ...file }) => file);
  const service = await startService({ DATABASE_URL: url });
  try {
    const stored = await storedIn(service);
    expect(stored.index).toEqual(wantedIndex(stored));
    return {
      report: { ...report, files },
      rejects: await folder.read('rejects.csv'),
      tables: tables(stored),
    };
  } finally {
    await service.stop();
  }
}

function tables({ records, sites, imports, rejections }: Stored) {
  const hosts = new Map(sites.map(({ id, host }) => [id, host]));
  return {
    records: records.map(({ id, site_id, import_id, ...row }) => ({
      ...row,
      host: hosts.get(site_id),
    })),
    // The key is given up when all has been said, which a kill may prevent.
    imports: imports.map(({ id, idempotency_key, request_hash, ...row }) => {
      const { started_at, finished_at, ...rest } = row;
      return { ...rest, isFinished: finished_at !== null };
    }),
    rejections: rejections.map(({ import_id, ...row }) => row),
  };
}

test(`killed at ${kills} random moments, the same command goes on as if nothing had happened`, async () => {
  const whole = await newImport();
  const startedAt = performance.now();
  expect(await whole.begin().ended()).toBe(2);
  const wholeMs = performance.now() - startedAt;
  const undisturbed = await whole.outcome();
  await whole.remove();
  expect(undisturbed.report).toMatchObject(mixedCounts(count));
  expect(undisturbed.tables.imports).toMatchObject([{ isFinished: true }]);

  let killed = 0;
  while (killed < kills) {
    const disturbed = await newImport();
    for (let end: unknown; end !== 2; ) {
      const command = disturbed.begin();
      if (killed < kills) {
        const ended = command.ended();
        await Promise.race([ended, passed(startMs + Math.random() * wholeMs)]);
        command.child.kill('SIGKILL');
      }
      end = await command.ended();
      expect(['SIGKILL', 2]).toContain(end);
      if (end === 'SIGKILL') killed += 1;
      // Whoever was told of the end does not give the command again.
      if (/rows received/.test(command.output())) break;
    }
    expect(await disturbed.outcome()).toEqual(undisturbed);
    await disturbed.remove();
  }
});
