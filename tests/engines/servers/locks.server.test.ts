import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { createConnection } from 'mysql2/promise';
import { importFolder, ndjson } from '../../support/importing.js';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';
import { item, type Service, startService } from '../../support/service.js';

let server: OwnServer;
let service: Service;
let url: string;
beforeAll(async () => {
  server = await startOwnServer();
  url = await server.migratedUrl();
  service = await startService({ DATABASE_URL: url });
}, 60_000);
afterAll(async () => {
  await service.stop();
  await server.stop();
});

/** A client that is none of the service's, in a transaction. */
async function otherClient() {
  const connection = await createConnection(url.replace('mariadb:', 'mysql:'));
  await connection.query('begin');
  return connection;
}

test('an import is retried when its wait for a lock times out', async () => {
  const other = await otherClient();
  await other.query('update data_version set version = version where id = 1');
  const importing = service.importItems([item({ title: 'Patient' })]);
  // The service has the server give up after 5 seconds.
  await passed(6500);
  expect(service.statements().filter((sql) => sql === 'rollback')).toHaveLength(1);
  await other.query('rollback');
  await other.end();
  expect(await importing).toMatchObject({ inserted: 1 });
}, 20_000);

test('an import is retried when it is the victim of a deadlock', async () => {
  service.statements();
  const other = await otherClient();
  // The server undoes the transaction that has written less.
  for (let n = 0; n < 50; n += 1) {
    await other.query(`insert into site (host) values ('${n}.deadlock.example')`);
  }
  const importing = service.importItems(
    [0, 1, 2].map((n) => item({ uri: `https://${n}.deadlock.example/` })),
  );
  await passed(500);
  await other.query('update data_version set version = version where id = 1');
  await other.query('commit');
  await other.end();
  expect(await importing).toMatchObject({ inserted: 3 });
  expect(service.statements().filter((sql) => sql === 'rollback')).toHaveLength(1);
}, 20_000);

test('many concurrent imports leave connections for searches', async () => {
  const other = await otherClient();
  await other.query('update data_version set version = version where id = 1');
  const imports = Array.from({ length: 20 }, (_, n) =>
    service.importItems([item({ title: `Crowd ${n}` })]),
  );
  await passed(300);
  const begun = performance.now();
  await service.query('{ records(filter: { text: "crowd" }) { totalCount } }');
  expect(performance.now() - begun).toBeLessThan(500);
  await other.query('rollback');
  await other.end();
  for (const { inserted } of await Promise.all(imports)) expect(inserted).toBe(1);
}, 20_000);

test('an import of a file waits longer for a lock than a request does, and reports it', async () => {
  const folder = await importFolder(url);
  const other = await otherClient();
  await other.query('update data_version set version = version where id = 1');
  const file = await folder.write('rows.ndjson', ndjson([item({ title: 'A file' })]));
  const importing = folder.import([file, '--progress', 'none']);
  await passed(12_000);
  await other.query('rollback');
  await other.end();
  expect(await importing).toMatchObject({
    code: 0,
    errors: 'Waiting for another import to finish.\n',
  });
  await folder.remove();
}, 30_000);

// To wait for it would take as long.
test('the locks of a client whose connection broke are released after a minute and a half', async () => {
  const { rows } = await sql<{ seconds: number }>`select @@session.wait_timeout as seconds`.execute(
    service.app.fork().writer,
  );
  expect(rows).toEqual([{ seconds: 90 }]);
});
