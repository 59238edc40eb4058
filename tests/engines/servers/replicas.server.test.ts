import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type ReplicaServer, startOwnPrimary, startOwnReplica } from '../../support/own-replica.js';
import { type OwnServer, onMySql } from '../../support/own-server.js';
import { post, send } from '../../support/raw-requests.js';
import { findProgram } from '../../support/servers/programs.js';
import { item, type Service, startService } from '../../support/service.js';
import { lockTable, waitingStatements } from '../../support/table-lock.js';
import { timed } from '../../support/timed.js';
import { until } from '../../support/until.js';

// A server in a container does not reach another one on this machine.
const isInDocker = onMySql
  ? process.env.RECORDS_TEST_MYSQLD === 'docker'
  : findProgram('mariadbd') === undefined;
const describeReplicas = isInDocker ? describe.skip : describe;

describeReplicas('a service with a read replica', () => {
  let primary: OwnServer;
  let replica: ReplicaServer;
  let service: Service;
  let database: string;
  beforeAll(async () => {
    primary = await startOwnPrimary();
    replica = await startOwnReplica(primary);
  }, 60_000);
  afterAll(() => Promise.all([primary?.stop(), replica?.stop()]));
  beforeEach(async () => {
    const url = new URL(await primary.migratedUrl());
    database = url.pathname.slice(1);
    const replicaUrl = new URL(url);
    replicaUrl.port = String(replica.port);
    await replica.caughtUp();
    service = await startService({
      DATABASE_URL: url.href,
      DATABASE_REPLICA_URLS: replicaUrl.href,
      CACHE_MEGABYTES: '0',
    });
    await service.importItems([item({ title: 'On the primary' })]);
    await replica.caughtUp();
    // So that an answer tells where it was read.
    await replica.administer(`UPDATE ${database}.record SET title = 'On the replica'`);
  }, 30_000);
  afterEach(() => service.stop());

  async function titles(): Promise<string[]> {
    const { records } = await service.query<{ records: { nodes: { title: string }[] } }>(
      '{ records(orderBy: ADDED_ASC) { nodes { title } } }',
    );
    return records.nodes.map(({ title }) => title);
  }

  async function backOnReplica(...expected: string[]): Promise<void> {
    const wanted = JSON.stringify(['On the replica', ...expected]);
    await until(`the replica is read: ${wanted}`, async () => {
      return JSON.stringify(await titles()) === wanted;
    });
  }

  test('ends a search on the replica when its client disconnects', async () => {
    const address = new URL(await service.app.listen());
    const lock = await lockTable(replica, database, 'record');
    try {
      const socket = await send(address, post('{ records(last: 7) { nodes { title } } }'));
      await until('it runs', async () => (await waitingStatements(replica, database)) === 1);
      socket.destroy();
      await until('it ended', async () => (await waitingStatements(replica, database)) === 0);
    } finally {
      await lock.release();
    }
  });

  test('sends reads to the replica, and imports to the primary', async () => {
    for (let n = 0; n < 20; n += 1) expect(await titles()).toEqual(['On the replica']);
    expect(await service.importItems([item({ title: 'New' })])).toMatchObject({ inserted: 1 });
    await replica.caughtUp();
    expect(await titles()).toEqual(['On the replica', 'New']);
  });

  test('never reads data older than a completed import: a replica that lags is skipped', async () => {
    await replica.lag();
    try {
      await service.importItems([item({ title: 'New' })]);
      for (let n = 0; n < 20; n += 1) expect(await titles()).toEqual(['On the primary', 'New']);
      // To the primary it is known already.
      expect(await service.importItems([item({ title: 'New' })])).toMatchObject({ duplicates: 1 });
    } finally {
      await replica.follow();
    }
    await backOnReplica('New');
  });

  test('never reads older data while imports and replication race', async () => {
    for (let n = 1; n <= 100; n += 1) {
      await service.importItems([item({ title: `New ${n}` })]);
      const { records } = await service.query<{ records: object }>('{ records { totalCount } }');
      expect(records).toEqual({ totalCount: 1 + n });
    }
  }, 30_000);

  test('reads what an import has just stored from the primary', async () => {
    await replica.lag();
    try {
      const { bulkImport } = await service.query<{ bulkImport: object }>(
        `mutation ($items: [RecordInput!]!) {
          bulkImport(input: { items: $items }) { import { rejected rejections { index } } }
        }`,
        { items: [item({ title: null }), item({ title: 'Valid' })] },
      );
      expect(bulkImport).toEqual({ import: { rejected: 1, rejections: [{ index: 0 }] } });
    } finally {
      await replica.follow();
    }
  });

  test('finds an import that has not reached the replica, even if it stored nothing new', async () => {
    await replica.lag();
    try {
      const { import: done } = await service.importItems([item({ title: 'On the primary' })]);
      const found = await service.query('query ($id: ID!) { import(id: $id) { inserted } }', {
        id: done?.id,
      });
      expect(found).toEqual({ import: { inserted: 0 } });
    } finally {
      await replica.follow();
    }
  });

  test('reads from the primary in a transaction', async () => {
    const found = await service.app
      .fork()
      .transaction(({ reader }) => reader.selectFrom('record').select('title').execute());
    expect(found.map(({ title }) => title)).toEqual(['On the primary']);
  });

  test.each([
    ['killed', () => replica.kill(), () => replica.restart()],
    ['frozen', () => replica.freeze(), () => replica.thaw()],
  ])(
    'works without a replica that is %s, and uses it again when it has recovered',
    async (_, go, back) => {
      expect(await titles()).toEqual(['On the replica']);
      await go();
      let slow = 0;
      try {
        for (let n = 0; n < 15; n += 1) {
          const { value, waited } = await timed(titles);
          expect(value).toEqual(['On the primary']);
          if (waited > 100) slow += 1;
          expect(waited).toBeLessThan(1000);
        }
        const crowd = await Promise.all(Array.from({ length: 30 }, titles));
        for (const found of crowd) expect(found).toEqual(['On the primary']);
      } finally {
        await back();
      }
      expect(slow).toBeLessThan(3);
      await backOnReplica();
    },
    60_000,
  );
});
