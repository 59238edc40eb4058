// cspell:ignore gtid gtids binlog
import { type OwnServer, onMySql, startOwnServer } from './own-server.js';
import { startMariaDb } from './servers/mariadb.js';
import { startMySql } from './servers/mysql.js';
import type { SqlServer } from './servers/sql-server.js';

/** A server that follows another one by its binary log, and is read-only as replicas are. */
export interface ReplicaServer extends SqlServer {
  /** Waits until it has all that the primary has. */
  caughtUp(): Promise<void>;
  /** Has it stay where it is, whatever the primary gets, until `follow`. */
  lag(): Promise<void>;
  follow(): Promise<void>;
}

/** How the kinds of server say the same. */
interface Words {
  readonly settings: readonly string[];
  /** What was done before this position is none of the replica's business. */
  startAt(position: string): readonly string[];
  source(server: SqlServer): string;
  readonly position: string;
  waitFor(position: string): string;
  readonly replica: string;
}

const ofMariaDb: Words = {
  settings: [],
  startAt: (position) => [`SET GLOBAL gtid_slave_pos = '${position}'`],
  source: ({ port, adminUrl }) => {
    const { username, password } = new URL(adminUrl);
    return `CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${port},
      MASTER_USER = '${username}', MASTER_PASSWORD = '${password}',
      MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos`;
  },
  position: '@@gtid_binlog_pos',
  waitFor: (position) => `MASTER_GTID_WAIT('${position}', 20)`,
  replica: 'SLAVE',
};

const ofMySql: Words = {
  settings: ['--gtid-mode=ON', '--enforce-gtid-consistency=ON'],
  startAt: (position) => ['RESET BINARY LOGS AND GTIDS', `SET GLOBAL gtid_purged = '${position}'`],
  source: ({ port, adminUrl }) => {
    const { username, password } = new URL(adminUrl);
    return `CHANGE REPLICATION SOURCE TO SOURCE_HOST = '127.0.0.1', SOURCE_PORT = ${port},
      SOURCE_USER = '${username}', SOURCE_PASSWORD = '${password}', GET_SOURCE_PUBLIC_KEY = 1,
      SOURCE_CONNECT_RETRY = 1, SOURCE_AUTO_POSITION = 1`;
  },
  position: '@@global.gtid_executed',
  waitFor: (position) => `WAIT_FOR_EXECUTED_GTID_SET('${position}', 20)`,
  replica: 'REPLICA',
};

const words = onMySql ? ofMySql : ofMariaDb;

/** Starts a server that a replica can follow. */
export const startOwnPrimary = (): Promise<OwnServer> =>
  startOwnServer(['--log-bin=changes', '--server-id=1', ...words.settings]);

/** Starts a replica of a server that {@link startOwnPrimary} has started. */
export async function startOwnReplica(primary: SqlServer): Promise<ReplicaServer> {
  const args = ['--server-id=2', '--read-only', ...words.settings];
  const server = await (onMySql ? startMySql(args) : startMariaDb(args));
  const position = async () => {
    const [row] = await primary.administer(`SELECT ${words.position} AS position`);
    return String(row?.position);
  };
  await server.administer(
    ...words.startAt(await position()),
    words.source(primary),
    `START ${words.replica}`,
  );
  return Object.assign(server, {
    async caughtUp() {
      const [row] = await server.administer(`SELECT ${words.waitFor(await position())} AS outcome`);
      if (row?.outcome === 0) return;
      const [status] = await server.administer(`SHOW ${words.replica} STATUS`);
      throw new Error(`The replica does not follow: ${JSON.stringify(status)}`);
    },
    async lag() {
      await server.administer(`STOP ${words.replica} SQL_THREAD`);
    },
    async follow() {
      await server.administer(`START ${words.replica} SQL_THREAD`);
    },
  });
}
