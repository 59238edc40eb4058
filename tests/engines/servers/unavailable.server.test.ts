import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';
import { item, type Service, startService } from '../../support/service.js';
import { timed } from '../../support/timed.js';
import { until } from '../../support/until.js';

let server: OwnServer;
let service: Service;
beforeAll(async () => {
  server = await startOwnServer();
}, 60_000);
afterAll(() => server.stop());
beforeEach(async () => {
  service = await startService({ DATABASE_URL: await server.migratedUrl() });
  await service.importItems([item({ title: 'Before' })]);
  await service.query(cached);
});
afterEach(() => service.stop());

const cached = '{ records { nodes { title } } }';
const importing = `mutation ($items: [RecordInput!]!) {
  bulkImport(input: { items: $items }) { inserted }
}`;

let number = 0;
const requests: readonly [string, () => ReturnType<Service['ask']>][] = [
  ['a cached query', () => service.ask(cached)],
  [
    'a query that is new',
    () => service.ask(`{ records(first: ${++number % 100}) { totalCount } }`),
  ],
  ['an import', () => service.ask(importing, { items: [item({ title: `${++number}` })] })],
];

// More than the pool has connections: one that was not given back would be missed.
const often = Array.from({ length: 15 });

async function expectUnavailable(request: () => ReturnType<Service['ask']>) {
  const { value, milliseconds } = await timed(request);
  expect(value).toMatchObject({
    status: 503,
    errors: [{ extensions: { code: 'DATABASE_UNAVAILABLE' } }],
  });
  expect(milliseconds).toBeLessThan(2000);
}

async function expectAllWell() {
  const answers = await Promise.all(often.flatMap(() => requests.map(([, request]) => request())));
  for (const { status, errors } of answers) expect({ status, errors }).toEqual({ status: 200 });
  const ready = await service.app.inject('/readyz');
  expect(ready.statusCode).toBe(200);
}

describe.each([
  ['killed', () => server.kill(), () => server.restart()],
  ['frozen', () => server.freeze(), () => server.thaw()],
])('a database server that is %s', (_, goAway, comeBack) => {
  test('makes requests fail with 503 within 2 seconds, and everything works again once it has recovered', async () => {
    await expectAllWell();
    await goAway();
    try {
      for (const [, request] of requests) {
        await expectUnavailable(request);
        await Promise.all(often.slice(0, 5).map(() => expectUnavailable(request)));
      }
      expect((await service.app.inject('/readyz')).statusCode).toBe(503);
    } finally {
      await comeBack();
    }
    await expectAllWell();
  }, 60_000);

  test('makes all requests fail when more are in progress than there are connections', async () => {
    await expectAllWell();
    await goAway();
    try {
      const all = often.flatMap(() => requests.slice(0, 2).map(([, request]) => request));
      await Promise.all(all.map(expectUnavailable));
    } finally {
      await comeBack();
    }
    await expectAllWell();
  }, 60_000);
});

test('an import whose database server freezes gets a 503 and is rolled back', async () => {
  const url = new URL(service.app.fork().em.config.get('clientUrl') ?? '');
  const database = url.pathname.slice(1);
  const holder = service.app.fork();
  let frozen: Promise<void> | undefined;
  // The import waits for this transaction, so it is under way when the server freezes.
  await holder
    .transaction(async ({ writer }) => {
      await writer.updateTable('data_version').set({ version: 7 }).execute();
      const waiting = service.ask(importing, { items: [item({ title: 'Frozen' })] });
      const waits = "SELECT 1 FROM information_schema.innodb_trx WHERE trx_state = 'LOCK WAIT'";
      const isWaiting = async () => (await server.administer(waits)).length > 0;
      // InnoDB brings this table up to date only when nobody has read it for 100 ms.
      await until('the import waits for the lock', isWaiting, 200);
      frozen = server.freeze();
      await frozen;
      const { value, milliseconds } = await timed(() => waiting);
      expect(value).toMatchObject({ status: 503 });
      expect(milliseconds).toBeLessThan(2000);
      await server.thaw();
      throw new Error('undo');
    })
    .catch((error: unknown) => expect(String(error)).toMatch(/undo/));
  await server.thaw();
  await expectAllWell();
  const { records } = await service.query<{ records: { totalCount: number } }>(
    '{ records(filter: { title: { equals: "Frozen" } }) { totalCount } }',
  );
  expect({ database, totalCount: records.totalCount }).toEqual({ database, totalCount: 0 });
}, 60_000);

test('a service whose database server is frozen can be stopped', async () => {
  const other = await startService({
    DATABASE_URL: await server.migratedUrl(),
    LOG_LEVEL: 'error',
  });
  await other.query(cached);
  await server.freeze();
  try {
    const { milliseconds } = await timed(() => other.stop());
    expect(milliseconds).toBeLessThan(3000);
  } finally {
    await server.thaw();
  }
}, 30_000);
