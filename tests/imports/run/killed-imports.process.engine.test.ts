import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, type Command, checkOut } from '../../support/checkout.js';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import { repetitions } from '../../support/repetitions.js';
import {
  engineUnderTest,
  item,
  migratedDatabase,
  type Service,
  startService,
} from '../../support/service.js';
import { type Stored, storedIn, wantedIndex } from '../../support/stored.js';

// Processes that are killed, and as many that go on.
jest.setTimeout(600_000);

// Fifty on all engines together.
const kills = engineUnderTest === 'SQLite' ? repetitions(20, 8) : 15;
// Three chunks. Most rows are duplicates, which take little time.
const count = 20_500;
const rows = Array.from({ length: count }, (_, n) => {
  if (n % 97 === 7) return { title: null, uri: `/${n}`, date: '2014-03-08' };
  const number = n % 40 === 3 ? n : n % 1000;
  return item({ title: `Item ${number}`, uri: `https://h${number % 31}.example/${number}` });
});
const reasonsOfEach = ['TITLE_MISSING', 'URI_RELATIVE'];

let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());

/** An import into a new database. */
async function newImport() {
  const database = await migratedDatabase();
  const folder = await importFolder(database.url);
  await folder.write('rows.ndjson', ndjson(rows));
  const output = ['--report', folder.file('report.json'), '--rejects', folder.file('rejects.csv')];
  const onlooker = await startService({ DATABASE_URL: database.url });
  return {
    begin: () =>
      checkout.records(
        ['import', folder.file('rows.ndjson'), '--source', 'rows', ...output],
        folder.env,
      ),
    async position() {
      const found = await onlooker.app
        .fork()
        .writer.selectFrom('import')
        .select(['received', 'finished_at'])
        .executeTakeFirst();
      return { received: found?.received ?? 0, isFinished: (found?.finished_at ?? null) !== null };
    },
    outcome: () => outcome(onlooker, folder),
    async remove() {
      await onlooker.stop();
      await folder.remove();
      await database.drop();
    },
  };
}

type Import = Awaited<ReturnType<typeof newImport>>;

interface Report {
  readonly files: readonly { readonly importId: number }[];
  readonly startedAt: string;
  readonly finishedAt: string;
  readonly durationMs: number;
}

/** Everything that a user can see of the import afterwards, but for times. */
async function outcome(service: Service, folder: ImportFolder) {
  const { startedAt, finishedAt, durationMs, ...report } =
    await folder.readJson<Report>('report.json');
  // Servers do not give the id of an import that they undid to another one.
  const files = report.files.map(({ importId, ...file }) => file);
  const stored = await storedIn(service);
  expect(stored.index).toEqual(wantedIndex(stored));
  return {
    report: { ...report, files },
    rejects: (await folder.read('rejects.csv')).replaceAll(folder.path, ''),
    tables: tables(stored),
  };
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

/** Waits for a random moment of a command's work: mostly when it has stored one more chunk. */
async function randomMoment({ position }: Import, command: Command, wholeMs: number) {
  let isRunning = true;
  void command.ended().then(() => {
    isRunning = false;
  });
  if (Math.random() < 0.2) {
    await passed(Math.random() * wholeMs);
    return;
  }
  const { received } = await position();
  while (isRunning && (await position()).received === received) await passed(10);
  await passed(Math.random() * (wholeMs / 10));
}

test(`an import killed at ${kills} random moments is resumed by the same command as if nothing had happened`, async () => {
  const whole = await newImport();
  const startedAt = performance.now();
  expect(await whole.begin().ended()).toBe(2);
  const wholeMs = performance.now() - startedAt;
  const undisturbed = await whole.outcome();
  await whole.remove();
  const rejected = rows.filter(({ title }) => title === null).length;
  const inserted = new Set(rows.flatMap(({ title }) => title ?? [])).size;
  expect(undisturbed.report).toMatchObject({
    ...{ received: count, inserted, duplicates: count - inserted - rejected, rejected },
    reasons: Object.fromEntries(reasonsOfEach.map((code) => [code, rejected])),
  });
  expect(undisturbed.tables.imports).toMatchObject([{ isFinished: true }]);

  let killed = 0;
  let inTheMiddle = 0;
  const goesOn = () => killed < kills || inTheMiddle < kills / 2;
  while (goesOn()) {
    const disturbed = await newImport();
    for (let end: unknown; end !== 2; ) {
      const command = disturbed.begin();
      if (goesOn()) {
        await randomMoment(disturbed, command, wholeMs);
        command.child.kill('SIGKILL');
      }
      end = await command.ended();
      expect(['SIGKILL', 2]).toContain(end);
      if (end === 'SIGKILL') {
        killed += 1;
        const { received, isFinished } = await disturbed.position();
        if (received > 0 && !isFinished) inTheMiddle += 1;
      }
      // Whoever was told of the end does not give the command again.
      if (/rows received/.test(command.output())) break;
    }
    expect(await disturbed.outcome()).toEqual(undisturbed);
    await disturbed.remove();
  }
});
