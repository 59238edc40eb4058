import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';
import { item, type Service, startService } from '../../support/service.js';

let server: OwnServer;
let service: Service;
beforeAll(async () => {
  server = await startOwnServer();
  service = await startService({ DATABASE_URL: await server.migratedUrl() });
}, 60_000);
afterAll(async () => {
  await service.stop();
  await server.stop();
});

const importing = `mutation ($items: [RecordInput!]!) {
  bulkImport(input: { items: $items }) { inserted }
}`;

/** The connection that a statement or a transaction gets next. */
async function connectionId(): Promise<number> {
  const { rows } = await sql<{ id: number }>`select connection_id() as id`.execute(
    service.app.fork().writer,
  );
  return Number(rows[0]?.id);
}

test('imports fail on a server that became read-only, and none keeps its connection', async () => {
  await service.importItems([item({ title: 'Before' })]);
  await server.administer('SET GLOBAL read_only = ON');
  const used = new Set<number>();
  // More often than the pool has connections.
  for (let n = 0; n < 15; n += 1) {
    used.add(await connectionId());
    const answer = await service.ask(importing, { items: [item({ title: `${n}` })] });
    expect(answer).toMatchObject({
      status: 503,
      errors: [{ extensions: { code: 'DATABASE_UNAVAILABLE' } }],
    });
    expect(await service.query('{ records { totalCount } }')).toEqual({
      records: { totalCount: 1 },
    });
  }
  expect(used.size).toBe(15);

  await server.administer('SET GLOBAL read_only = OFF');
  expect(await service.query(importing, { items: [item({ title: 'After' })] })).toEqual({
    bulkImport: { inserted: 1 },
  });
}, 30_000);

test('a transaction is rolled back when its server becomes read-only', async () => {
  const failed = service.app.fork().transaction(async ({ writer }) => {
    // The server waits for transactions that have written, so this one only reads until then.
    await sql`select 1`.execute(writer);
    await server.administer('SET GLOBAL read_only = ON');
    await sql`insert into site (host) values ('lost.example')`.execute(writer);
  });
  await expect(failed).rejects.toMatchObject({ errno: 1290 });
  await server.administer('SET GLOBAL read_only = OFF');
  await service.importItems([item({ title: 'Afterwards' })]);
  expect(await service.query('{ site(host: "lost.example") { id } }')).toEqual({ site: null });
}, 30_000);
