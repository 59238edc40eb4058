import { type MariaDbServer, startMariaDb } from './servers/mariadb.js';
import { engineUnderTest, migrate } from './service.js';

/** A MariaDB that a test may kill, freeze and set read-only. */
export interface OwnServer extends MariaDbServer {
  /** Makes a database with the schema that the service needs, and returns its address. */
  migratedUrl(): Promise<string>;
  /** Makes an empty database, and returns its address. */
  emptyUrl(): Promise<string>;
}

/**
 * Starts a MariaDB for one test file, used by the driver of the Jest project that it runs in.
 *
 * @param args are added to its command line
 */
export async function startOwnServer(args: readonly string[] = []): Promise<OwnServer> {
  const server = await startMariaDb(args);
  const scheme = engineUnderTest.endsWith('MySqlDriver') ? 'mysql' : 'mariadb';
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
