// cspell:ignore gtid binlog
import { type MariaDbServer, startMariaDb } from '#servers/mariadb';

/** What a MariaDB needs on its command line to be followed by a replica. */
export const primarySettings = ['--log-bin=changes', '--server-id=1'];

/** A MariaDB that follows another one by its binary log, and is read-only as replicas are. */
export interface ReplicaServer extends MariaDbServer {
  /** Waits until it has all that the primary has. */
  caughtUp(): Promise<void>;
  /** Has it stay where it is, whatever the primary gets, until `follow`. */
  lag(): Promise<void>;
  follow(): Promise<void>;
}

/** Starts a replica of a MariaDB that runs with {@link primarySettings}. */
export async function startReplica(primary: MariaDbServer): Promise<ReplicaServer> {
  const server = await startMariaDb(['--server-id=2', '--read-only']);
  const position = async () => {
    const [row] = await primary.administer('SELECT @@gtid_binlog_pos AS position');
    return String(row?.position);
  };
  const { username, password } = new URL(primary.adminUrl);
  await server.administer(
    // What the primary did for itself before is none of the replica's business.
    `SET GLOBAL gtid_slave_pos = '${await position()}'`,
    `CHANGE MASTER TO MASTER_HOST = '127.0.0.1', MASTER_PORT = ${primary.port},
      MASTER_USER = '${username}', MASTER_PASSWORD = '${password}',
      MASTER_CONNECT_RETRY = 1, MASTER_USE_GTID = slave_pos`,
    'START SLAVE',
  );
  return Object.assign(server, {
    async caughtUp() {
      const wait = `SELECT MASTER_GTID_WAIT('${await position()}', 20) AS outcome`;
      const [row] = await server.administer(wait);
      if (row?.outcome === 0) return;
      const [status] = await server.administer('SHOW SLAVE STATUS');
      throw new Error(`The replica does not follow: ${JSON.stringify(status)}`);
    },
    async lag() {
      await server.administer('STOP SLAVE SQL_THREAD');
    },
    async follow() {
      await server.administer('START SLAVE SQL_THREAD');
    },
  });
}
