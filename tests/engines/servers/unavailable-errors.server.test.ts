// cspell:ignore sqlstate
import { afterAll, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { type OwnServer, onMySql, startOwnServer } from '../../support/own-server.js';
import { item, type Service, startService } from '../../support/service.js';
import { lockTable, waitingStatements } from '../../support/table-lock.js';
import { until } from '../../support/until.js';

let server: OwnServer;
let service: Service;
let database: string;
const log: string[] = [];
beforeAll(async () => {
  server = await startOwnServer();
  const url = await server.migratedUrl();
  database = new URL(url).pathname.slice(1);
  // For the sessions that the service opens.
  await server.administer('set global lock_wait_timeout = 2');
  service = await startService({ DATABASE_URL: url, LOG_LEVEL: 'info' }, (line) => log.push(line));
  await service.importItems([item({ title: 'Before' })]);
  const failing = `declare number int;
    select errno into number from failure;
    if number > 0 then signal sqlstate '45000' set mysql_errno = number, message_text = 'so told'; end if;`;
  await server.administer(
    `use ${database}`,
    'create table failure (errno int not null)',
    'insert into failure values (0)',
    `create function failing() returns int reads sql data begin ${failing} return 0; end`,
    'rename table import to stored_import',
    'create view import as select * from stored_import where failing() = 0',
    `create trigger failing before insert on site for each row begin ${failing} end`,
  );
}, 60_000);
afterAll(async () => {
  await service.stop();
  await server.stop();
});
beforeEach(() => {
  log.length = 0;
});

/** Has the server answer an insert of a site, and what reads imports, with an error of this number; 0 for none. */
const failWith = (errno: number) =>
  server.administer(`update ${database}.failure set errno = ${errno}`);

let number = 0;
const importing = () =>
  service.ask(
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { inserted } }',
    {
      items: [item({ uri: `https://${++number}.example/` })],
    },
  );
const reading = () => service.ask('{ imports { nodes { id } } }');

const unavailable = {
  status: 503,
  errors: [{ extensions: { code: 'DATABASE_UNAVAILABLE' } }],
};

describe('a server counts as unavailable when its error is', () => {
  test.each([
    ['too many connections', 1040],
    ['out of memory', 1041],
    ['Galera: not part of the cluster', 1047],
    ['shutting down', 1053],
    ['a blocked host', 1129],
    ['no thread', 1135],
    ['an aborted connection', 1152],
    ['a network that failed while reading', 1158],
    ['a network that was too slow in reading', 1159],
    ['a network that failed while writing', 1160],
    ['a network that was too slow in writing', 1161],
    ['Galera: a failed commit', 1180],
    ['too many connections of a user', 1203],
    ['a limit of a user', 1226],
    ['read-only', 1290],
    ['interrupted by somebody', 1317],
    ['too many transactions', 1637],
    ['a read-only transaction', 1792],
    ['a read-only mode', 1836],
    ['killed by somebody', 1927],
    ['a proxy without a server', 2003],
    ['a proxy whose server is gone', 2006],
    ['a proxy that lost its server', 2013],
    ['offline mode', 3032],
    ['a hook of Group Replication that failed', 3100],
    ['a transaction that the group has refused', 3101],
    ['not available', 3168],
    ['a killed session', 3169],
    ['a new primary that is not ready', 3781],
    ['a group whose member cannot be consistent', 3796],
    ['a silence that was too long', 4031],
  ])('%s (%d)', async (_, errno) => {
    await failWith(errno);
    const answers = [await reading(), await importing()];
    await failWith(0);
    expect(answers).toMatchObject([unavailable, unavailable]);
    expect([await reading(), await importing()]).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(log).toEqual([]);
  });

  test('a server that rejects a statement as faulty does not count as unavailable', async () => {
    await failWith(1054);
    const answers = [await reading(), await importing()];
    await failWith(0);
    const fault = { errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }] };
    expect(answers).toMatchObject([fault, fault]);
    expect(log).toHaveLength(2);
  });
});

const search = () => service.ask(`{ records(first: ${(++number % 100) + 1}) { nodes { title } } }`);

test.each(['query', 'connection'])(
  'a search whose %s an administrator kills gets a 503',
  async (what) => {
    const lock = await lockTable(server, database, 'record');
    try {
      const asked = search();
      await until('it waits', async () => (await waitingStatements(server, database)) === 1);
      const [row] = await server.administer(
        `select id from information_schema.processlist where user = '${database}' and state like 'Waiting for table%'`,
      );
      await server.administer(`kill ${what} ${Object.values(row ?? {})[0]}`);
      expect(await asked).toMatchObject(unavailable);
    } finally {
      await lock.release();
    }
    expect(await search()).toMatchObject({ status: 200 });
    expect(log).toEqual([]);
  },
);

test('a search whose wait for a lock times out gets a 503', async () => {
  const lock = await lockTable(server, database, 'record');
  try {
    expect(await search()).toMatchObject(unavailable);
  } finally {
    await lock.release();
  }
  expect(log).toEqual([]);
});

// MariaDB has no such mode.
if (onMySql) {
  test('a server in offline mode is unavailable, and works when it is back', async () => {
    await server.administer('set global offline_mode = on');
    try {
      expect(await search()).toMatchObject(unavailable);
      expect(await importing()).toMatchObject(unavailable);
    } finally {
      await server.administer('set global offline_mode = off');
    }
    expect([await search(), await importing()]).toMatchObject([{ status: 200 }, { status: 200 }]);
    expect(log).toEqual([]);
  });
}
