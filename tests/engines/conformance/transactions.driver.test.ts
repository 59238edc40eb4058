import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { lockData, raiseDataVersion } from '../../../src/database/data-version-row.js';
import { engineForUrl } from '../../../src/database/engine-for-url.js';
import type { OpenDatabase } from '../../../src/database/open-database.js';
import { LockTimeoutError } from '../../../src/database/retry-transaction.js';
import { insertSite, openTestEngine, readRows, type TestEngine } from '../../support/engine.js';
import { createDatabaseOn } from '../../support/servers/engines.js';
import { engineUnderTest } from '../../support/service.js';

let tested: TestEngine;
let otherProcess: OpenDatabase;
beforeAll(async () => {
  tested = await openTestEngine();
  otherProcess = await tested.openAgain();
});
afterAll(() => tested.stop());

const countOf = (host: string, database = tested.fork()) =>
  sql<{ id: number }>`select id from site where host = ${host}`
    .execute(database.reader)
    .then(({ rows }) => rows.length);

/** Holds the lock for which all writing transactions wait, in the other process. */
async function holdLock() {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: held, resolve: hold } = Promise.withResolvers<void>();
  const done = otherProcess.fork().transaction(async (database) => {
    await lockData(database);
    hold();
    await released;
  });
  await held;
  return {
    async release() {
      release();
      await done;
    },
  };
}

test('migrate brings an empty database up to date, once, also when two processes do', async () => {
  const { url, drop } = await createDatabaseOn(engineUnderTest);
  const engine = await engineForUrl(url);
  const orms = await Promise.all([engine.connect(), engine.connect()]);
  const applied = await Promise.all(orms.map((orm) => engine.migrate(orm)));
  const names = engine.migrations.map(({ name }) => name);
  expect(applied.flat().map(({ name }) => name)).toEqual(names);
  expect(names).toEqual([...new Set(names)].sort());
  await Promise.all(orms.map((orm) => orm.close(true)));
  await drop();
});

test('what a transaction wrote is read by the same access at once, and by others after its commit', async () => {
  const database = tested.fork();
  await database.transaction(async (inner) => {
    await insertSite(inner, 'committed.example');
    expect(await countOf('committed.example', inner)).toBe(1);
    expect(await countOf('committed.example')).toBe(0);
  });
  expect(await countOf('committed.example', database)).toBe(1);
  expect(await countOf('committed.example')).toBe(1);
  expect(await countOf('committed.example', otherProcess.fork())).toBe(1);
});

test('a transaction whose work throws is rolled back, and throws the same error', async () => {
  const fault = new Error('the work failed');
  const failing = tested.fork().transaction(async (database) => {
    await insertSite(database, 'rolled-back.example');
    throw fault;
  });
  await expect(failing).rejects.toBe(fault);
  expect(await countOf('rolled-back.example')).toBe(0);
});

test('a transaction waits for the one that holds the lock, and reads do not wait', async () => {
  const lock = await holdLock();
  let isDone = false;
  const waiting = tested
    .fork()
    .transaction(async (database) => {
      await lockData(database);
      await insertSite(database, 'waited.example');
    })
    .then(() => {
      isDone = true;
    });
  await pause(300);
  const before = performance.now();
  expect(await countOf('waited.example')).toBe(0);
  expect(performance.now() - before).toBeLessThan(2000);
  expect(isDone).toBe(false);
  await lock.release();
  await waiting;
  expect(await countOf('waited.example')).toBe(1);
});

test('a transaction that is not retried fails as one that can be, and the database as unavailable', async () => {
  const lock = await holdLock();
  const error = await tested
    .fork()
    .transaction((database) => lockData(database), { ms: 0 })
    .catch((thrown: unknown) => thrown);
  await lock.release();
  const { engine } = tested;
  expect(error).toBeInstanceOf(LockTimeoutError);
  expect(engine.isRetryable((error as LockTimeoutError).cause)).toBe(true);
  expect(engine.isUnavailable(error)).toBe(true);
  expect(engine.isTimedOut(error)).toBe(false);
  // The connection works again.
  await tested.fork().transaction((database) => lockData(database));
});

test('two transactions that lock rows in opposite orders both succeed in the end', async () => {
  const hosts = ['deadlock-a.example', 'deadlock-b.example'];
  await tested.fork().transaction(async (database) => {
    for (const host of hosts) await insertSite(database, host);
  });
  const updateBoth = (process: Pick<OpenDatabase, 'fork'>, [first = '', second = '']: string[]) =>
    process.fork().transaction(async ({ writer }) => {
      await sql`update site set host = host where host = ${first}`.execute(writer);
      await pause(100);
      await sql`update site set host = host where host = ${second}`.execute(writer);
      return 'committed';
    });
  expect(
    await Promise.all([updateBoth(tested, hosts), updateBoth(otherProcess, hosts.toReversed())]),
  ).toEqual(['committed', 'committed']);
});

test('takeTurn runs every transaction, returns its result and passes on its error', async () => {
  const turns = Array.from({ length: 20 }, (_, n) =>
    tested.engine.takeTurn(async () => {
      await pause(5);
      if (n === 7) throw new Error('the eighth');
      return n;
    }),
  );
  const results = await Promise.allSettled(turns);
  expect(results.map(({ status }) => status === 'fulfilled')).toEqual(
    results.map((_, n) => n !== 7),
  );
});

test('the version reader sees each raise once it is committed, and responds during a long transaction', async () => {
  const before = await tested.fork().transaction(async () => otherProcess.readVersion());
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const { promise: raised, resolve: raise } = Promise.withResolvers<void>();
  const raising = tested.fork().transaction(async (database) => {
    await lockData(database);
    await raiseDataVersion(database);
    raise();
    await released;
  });
  await raised;
  expect(await otherProcess.readVersion()).toBe(before);
  release();
  await raising;
  const after = await otherProcess.readVersion();
  expect(Number.isSafeInteger(after)).toBe(true);
  expect(after).toBeGreaterThan(before);
});

test('without replicas and stuck writes the engine says so', () => {
  const { hasReplicas, retryMs } = tested.engine;
  expect({ hasReplicas, isStuck: tested.engine.hasStuckWrites() }).toEqual({
    hasReplicas: false,
    isStuck: false,
  });
  expect(retryMs).toBeGreaterThan(1000);
});

test('faults of a statement are neither retryable nor unavailability nor timeouts', async () => {
  const { engine } = tested;
  const run = (statement: ReturnType<typeof sql>) =>
    tested
      .fork()
      .transaction(({ writer }) => statement.execute(writer))
      .catch((thrown: unknown) => thrown);
  await tested.fork().transaction((database) => insertSite(database, 'twice.example'));
  for (const statement of [
    sql`select from where`,
    sql`select * from no_such_table`,
    sql`insert into site (host) values ('twice.example')`,
    sql`insert into site (host) values (null)`,
    sql`insert into rejection (import_id, item_index, received, reasons) values (999999, 0, '', '')`,
  ]) {
    const error = await run(statement);
    expect(error).toHaveProperty('message');
    expect([
      String(error),
      engine.isRetryable(error),
      engine.isUnavailable(error),
      engine.isTimedOut(error),
    ]).toEqual([String(error), false, false, false]);
  }
});

const digits = sql`(select 0 as d union all select 1 union all select 2 union all select 3
  union all select 4 union all select 5 union all select 6 union all select 7)`;

test('an abort signal ends running statements and later ones with its reason', async () => {
  const end = new AbortController();
  const reason = new Error('the client left');
  const database = tested.fork().endingWith(end.signal);
  // On an engine that cannot interrupt a statement, it must end by itself.
  const tables = engineUnderTest === 'SQLite' ? 6 : 12;
  const from = sql.join(
    Array.from({ length: tables }, (_, n) => sql`${digits} ${sql.ref(`t${n}`)}`),
  );
  const running = readRows(database, sql`select count(*) as count from ${from}`);
  setTimeout(() => end.abort(reason), 200);
  if (engineUnderTest === 'SQLite') await running;
  else await expect(running).rejects.toBe(reason);
  await pause(300);
  await expect(readRows(database, sql`select 1`)).rejects.toBe(reason);
  await expect(countOf('any.example')).resolves.toBe(0);
});
