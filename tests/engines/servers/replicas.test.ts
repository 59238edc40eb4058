import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { readDataVersion } from '../../../src/database/data-version-row.js';
import { type OwnServer, startOwnServer, timed } from '../../support/own-server.js';
import { item, type Service, startService } from '../../support/service.js';

// These look at times, and a machine can be busy at the wrong moment. What is broken fails each time.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

// The replica is another database, filled by hand: so an answer tells where it was read, and it
// lags for as long as a test wants.
let server: OwnServer;
let replicaServer: OwnServer;
let replica: Service;
let service: Service;
beforeAll(async () => {
  server = await startOwnServer();
  replicaServer = await startOwnServer();
}, 60_000);
afterAll(() => Promise.all([server.stop(), replicaServer.stop()]));
beforeEach(async () => {
  const [url, replicaUrl] = await Promise.all([server.migratedUrl(), replicaServer.migratedUrl()]);
  replica = await startService({ DATABASE_URL: replicaUrl });
  await replica.importItems([item({ title: 'On the replica' })]);
  service = await startService({
    DATABASE_URL: url,
    DATABASE_REPLICA_URLS: replicaUrl,
    CACHE_MEGABYTES: '0',
  });
  await service.importItems([item({ title: 'On the primary' })]);
  await followed();
});

/** Has the replica say that it has all that the primary has. */
async function followed(): Promise<void> {
  const version = await readDataVersion(service.app.fork().writer);
  await replica.app.fork().writer.updateTable('data_version').set({ version }).execute();
}
afterEach(() => Promise.all([service.stop(), replica.stop()]));

async function titles(): Promise<string[]> {
  const { records } = await service.query<{ records: { nodes: { title: string }[] } }>(
    '{ records(orderBy: ADDED_ASC) { nodes { title } } }',
  );
  return records.nodes.map(({ title }) => title);
}

test('reads are answered by a replica that has the latest data, and imports go to the primary', async () => {
  expect(await titles()).toEqual(['On the replica']);
  // It is stored on the replica, and on the primary it is new.
  expect(await service.importItems([item({ title: 'On the replica' })])).toMatchObject({
    inserted: 1,
  });
});

test('nobody reads older data than an answered import: a replica that lags is passed over', async () => {
  await service.importItems([item({ title: 'New' })]);
  for (let n = 0; n < 20; n += 1) expect(await titles()).toEqual(['On the primary', 'New']);
  await replica.importItems([item({ title: 'New, too' })]);
  await followed();
  expect(await titles()).toEqual(['On the replica', 'New, too']);
});

test('an import reads what it has just stored', async () => {
  const { bulkImport } = await service.query<{ bulkImport: object }>(
    `mutation ($items: [RecordInput!]!) {
      bulkImport(input: { items: $items }) { import { rejected rejections { index } } }
    }`,
    { items: [item({ title: null }), item({ title: 'Valid' })] },
  );
  expect(bulkImport).toEqual({ import: { rejected: 1, rejections: [{ index: 0 }] } });
});

test('a transaction reads from the primary', async () => {
  const found = await service.app
    .fork()
    .transaction(({ reader }) => reader.selectFrom('record').select('title').execute());
  expect(found.map(({ title }) => title)).toEqual(['On the primary']);
});

test.each([
  ['killed', () => replicaServer.kill(), () => replicaServer.restart()],
  ['frozen', () => replicaServer.freeze(), () => replicaServer.thaw()],
])(
  'a replica that is %s is no failure, and is used again when it is back',
  async (_, go, back) => {
    expect(await titles()).toEqual(['On the replica']);
    await go();
    let slow = 0;
    try {
      for (let n = 0; n < 15; n += 1) {
        const { value, milliseconds } = await timed(titles);
        expect(value).toEqual(['On the primary']);
        if (milliseconds > 100) slow += 1;
        expect(milliseconds).toBeLessThan(1000);
      }
      const crowd = await Promise.all(Array.from({ length: 30 }, titles));
      for (const found of crowd) expect(found).toEqual(['On the primary']);
    } finally {
      await back();
    }
    expect(slow).toBeLessThan(3);
    // A replica that failed is left alone for a moment.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    expect(await titles()).toEqual(['On the replica']);
  },
  30_000,
);
