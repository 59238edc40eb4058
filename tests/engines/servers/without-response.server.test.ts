// cspell:ignore semisync
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, expect, jest, test } from '@jest/globals';
import { createConnection } from 'mysql2/promise';
import { send } from '../../support/http.js';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import { type OwnServer, onMySql, startOwnServer } from '../../support/own-server.js';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';
import { lockTable, waitingStatements } from '../../support/table-lock.js';
import { timed } from '../../support/timed.js';
import { until } from '../../support/until.js';
import { upload } from '../../support/upload.js';

// A write may take 30 seconds.
jest.setTimeout(90_000);

const semiSync = onMySql ? 'rpl_semi_sync_source' : 'rpl_semi_sync_master';

let server: OwnServer;
let cleanUps: (() => Promise<unknown>)[] = [];
beforeAll(async () => {
  const plugin = onMySql ? ['--plugin-load-add=semisync_source.so'] : [];
  server = await startOwnServer(['--log-bin=log', '--server-id=1', ...plugin]);
}, 60_000);
afterAll(() => server.stop());
afterEach(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
  cleanUps = [];
});

async function serviceOn(url: string): Promise<Service> {
  const service = await startService({ DATABASE_URL: url });
  cleanUps.push(() => service.stop());
  return service;
}

async function folderOn(url: string): Promise<ImportFolder> {
  const folder = await importFolder(url);
  cleanUps.push(() => folder.remove());
  return folder;
}

const databaseIn = (url: string) => new URL(url).pathname.slice(1);

/** Has every commit wait for replicas, of which there are none, as in a group that lost its majority. */
async function blockCommits(): Promise<() => Promise<unknown>> {
  await server.administer(
    `set global ${semiSync}_timeout = 3600000`,
    `set global ${semiSync}_enabled = on`,
  );
  const unblock = () => server.administer(`set global ${semiSync}_enabled = off`);
  cleanUps.push(unblock);
  return unblock;
}

const importing = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) { inserted duplicates replayed }
}`;

const readiness = async ({ app }: Service) => (await send(app, { url: '/readyz' })).statusCode;

const unconfirmed =
  'The database did not confirm whether the rows were stored. Send them again later: those that were stored count as duplicates, and with the same idempotency key the import is found.';

test('a commit without a response within 30 seconds is reported by every interface, and the items can be sent again', async () => {
  const urls = await Promise.all([1, 2, 3, 4].map(() => server.migratedUrl()));
  const [keyed, plain, bulk] = await Promise.all(urls.slice(0, 3).map(serviceOn));
  if (!keyed || !plain || !bulk) throw new Error('A service is missing.');
  const folder = await folderOn(urls[3] ?? '');
  const file = await folder.write('rows.ndjson', ndjson([item({ title: 'By a file' })]));
  const address = await bulk.app.listen();
  expect(await readiness(keyed)).toBe(200);

  const unblock = await blockCommits();
  const withKey = { input: { items: [item({ title: 'With a key' })], idempotencyKey: 'a key' } };
  const without = { input: { items: [item({ title: 'Without' })] } };
  const rows = ndjson([item({ title: 'By /v1/bulk' })]);
  const { value, milliseconds } = await timed(() =>
    Promise.all([
      keyed.ask(importing, withKey),
      plain.ask(importing, without),
      upload(address, rows, { 'idempotency-key': 'another' }),
      folder.import([file]),
      (async () => {
        await passed(12_000);
        return readiness(keyed);
      })(),
    ]),
  );
  const [byKey, byNone, byBulk, byFile, ready] = value;
  expect(milliseconds).toBeGreaterThan(28_000);
  expect(milliseconds).toBeLessThan(36_000);
  for (const answer of [byKey, byNone]) {
    expect(answer).toMatchObject({
      status: 503,
      errors: [{ message: unconfirmed, extensions: { code: 'DATABASE_UNAVAILABLE' } }],
    });
  }
  expect([byBulk.status, byBulk.code, byBulk.json.error]).toEqual([
    503,
    'DATABASE_UNAVAILABLE',
    unconfirmed,
  ]);
  expect(byFile.code).toBe(1);
  expect(byFile.errors).toMatch(
    /The database \S+ failed \(The commit was not confirmed: .+\)\. .+rows\.ndjson: 0 rows are done; run the same command again to resume\.\n$/,
  );
  expect([ready, await readiness(keyed)]).toEqual([503, 503]);

  await unblock();
  await until('it is ready again', async () => (await readiness(keyed)) === 200);
  // Semi-synchronous servers have stored what nobody confirmed.
  expect(await keyed.query(importing, withKey)).toEqual({
    bulkImport: { inserted: 1, duplicates: 0, replayed: true },
  });
  expect(await plain.query(importing, without)).toEqual({
    bulkImport: { inserted: 0, duplicates: 1, replayed: false },
  });
  expect((await upload(address, rows, { 'idempotency-key': 'another' })).json).toMatchObject({
    ok: true,
    received: 1,
    inserted: 1,
  });
  expect(await folder.import([file])).toMatchObject({ code: 0 });
  for (const service of [keyed, plain, bulk, await serviceOn(urls[3] ?? '')]) {
    const { records, imports } = await storedIn(service);
    expect(records).toHaveLength(1);
    expect(imports.length).toBe(service === plain ? 2 : 1);
  }
});

test('an import whose statement gets no response within 30 seconds is rolled back, unless it waits for a migration', async () => {
  const urls = await Promise.all([1, 2].map(() => server.migratedUrl()));
  const [blocked, migrating] = await Promise.all(urls.map(serviceOn));
  if (!blocked || !migrating) throw new Error('A service is missing.');
  const names = urls.map(databaseIn);
  const locks = await Promise.all(names.map((name) => lockTable(server, name, 'record')));
  const migration = await createConnection((urls[1] ?? '').replace('mariadb:', 'mysql:'));
  await migration.query(`select get_lock('${names[1]}.migrations', 0)`);
  const items = [item({ title: 'Patient' })];
  const waiting = migrating.importItems(items);
  const { value, milliseconds } = await timed(() => blocked.ask(importing, { input: { items } }));
  expect(milliseconds).toBeLessThan(33_000);
  expect(value).toMatchObject({
    status: 503,
    errors: [
      {
        message: 'The database is not available at the moment; try again later.',
        extensions: { code: 'DATABASE_UNAVAILABLE' },
      },
    ],
  });
  await until('it was ended', async () => (await waitingStatements(server, names[0] ?? '')) === 0);
  await passed(2000);
  expect(await waitingStatements(server, names[1] ?? '')).toBe(1);
  expect(await readiness(migrating)).toBe(200);

  for (const lock of locks) await lock.release();
  await migration.end();
  expect(await waiting).toMatchObject({ inserted: 1 });
  expect((await storedIn(blocked)).imports).toEqual([]);
  expect(await blocked.importItems(items)).toMatchObject({ inserted: 1 });
});

test('a version query without a response leaves no statements running, and everything works afterwards', async () => {
  const url = await server.migratedUrl();
  const service = await serviceOn(url);
  const query = '{ records { nodes { title } } }';
  await service.query(query);
  const lock = await lockTable(server, databaseIn(url), 'data_version');
  // For longer than it would take all connections to be used up.
  for (let n = 0; n < 8; n += 1) {
    const { value, milliseconds } = await timed(() => service.ask(query));
    expect(value.status).toBe(503);
    expect(milliseconds).toBeLessThan(2000);
    expect(await readiness(service)).toBe(503);
    expect(await waitingStatements(server, databaseIn(url))).toBeLessThan(5);
  }
  await lock.release();
  expect((await service.ask(query)).status).toBe(200);
  expect(await readiness(service)).toBe(200);
});
