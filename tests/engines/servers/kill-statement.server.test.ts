import { once } from 'node:events';
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Connection, createConnection, type RowDataPacket } from 'mysql2';
import { killStatement, serverIdentity } from '../../../src/database/mysql/mysql-kill.js';
import { type OwnServer, startOwnServer } from '../../support/own-server.js';
import { until } from '../../support/until.js';

let server: OwnServer;
let uri: string;
beforeAll(async () => {
  server = await startOwnServer();
  uri = (await server.emptyUrl()).replace('mariadb:', 'mysql:');
}, 60_000);
afterAll(() => server.stop());

function rowsOf(connection: Connection, sql: string): Promise<RowDataPacket[]> {
  return new Promise((resolve, reject) => {
    connection.query<RowDataPacket[]>(sql, (error, rows) =>
      error ? reject(error) : resolve(rows),
    );
  });
}

async function connected(): Promise<Connection> {
  const connection = createConnection({ uri });
  connection.on('error', () => {});
  await once(connection, 'connect');
  return connection;
}

/** A connection on which a statement of a minute runs. */
async function victim(server?: string) {
  const connection = await connected();
  const [row] = await rowsOf(connection, serverIdentity);
  let over = false;
  const ended = rowsOf(connection, 'select sleep(60)').then(
    () => {
      over = true;
    },
    () => {
      over = true;
    },
  );
  return { connection, server: server ?? row?.server, isOver: () => over, ended };
}

const connections = () =>
  server.administer(
    `select id from information_schema.processlist where user = '${new URL(uri).username}'`,
  );

test('killStatement ends a statement by a connection that is closed afterwards', async () => {
  const running = await victim();
  await killStatement(running, { uri });
  expect(running.isOver()).toBe(true);
  running.connection.destroy();
  await until('both connections are closed', async () => (await connections()).length === 0);
});

test('killStatement does not kill a statement on another server behind the same address', async () => {
  const running = await victim('another/3306/2');
  const killing = killStatement(running, { uri });
  await passed(2500);
  expect(running.isOver()).toBe(false);
  // Found to be gone, there is nothing left to end.
  await server.administer(`kill connection ${running.connection.threadId}`);
  await running.ended;
  await killing;
});

test('killStatement does not wait for a connection that the server has lost', async () => {
  const running = await victim();
  const { threadId } = running.connection;
  const other = { ...running, isOver: () => false };
  await server.administer(`kill connection ${threadId}`);
  await running.ended;
  await killStatement(other, { uri });
});

test('killStatement does not wait long for a server that is unavailable', async () => {
  const running = await victim();
  await server.freeze();
  const began = performance.now();
  await killStatement(running, { uri });
  await server.thaw();
  expect(performance.now() - began).toBeLessThan(6000);
  running.connection.destroy();
});

test('killStatement retries when the server has no free connection', async () => {
  await server.administer(`alter user ${new URL(uri).username} with max_user_connections 1`);
  const running = await victim();
  const killing = killStatement(running, { uri });
  await passed(500);
  expect(running.isOver()).toBe(false);
  await server.administer(`alter user ${new URL(uri).username} with max_user_connections 0`);
  await killing;
  expect(running.isOver()).toBe(true);
  running.connection.destroy();
});
