import { startMariaDb } from './servers/mariadb.js';
import { startMySql } from './servers/mysql.js';
import type { SqlServer } from './servers/sql-server.js';
import { engineUnderTest, migrate } from './service.js';

/** Whether the engine under test is MySQL, and not MariaDB. */
export const onMySql = engineUnderTest === 'MySQL';

/** A server that a test may kill, freeze and set read-only. */
export interface OwnServer extends SqlServer {
  /** Makes a database with the schema that the service needs, and returns its address. */
  migratedUrl(): Promise<string>;
  /** Makes an empty database, and returns its address. */
  emptyUrl(): Promise<string>;
}

/**
 * Starts a server for one test file: of the kind, and used by the driver, of the Jest project that
 * it runs in.
 *
 * @param args are added to its command line
 */
export async function startOwnServer(args: readonly string[] = []): Promise<OwnServer> {
  const server = await (onMySql ? startMySql(args) : startMariaDb(args));
  const scheme = engineUnderTest === 'MariaDB by MariaDbDriver' ? 'mariadb' : 'mysql';
  const emptyUrl = async () => server.url(await server.createDatabase(), scheme);
  return Object.assign(server, {
    emptyUrl,
    async migratedUrl() {
      const url = await emptyUrl();
      await migrate(url);
      return url;
    },
  });
}
