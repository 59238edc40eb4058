import { startMariaDb } from '#servers/mariadb';
import { share } from '#servers/shared-servers';

/** Starts the MariaDB that all test files of a run share. */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default async function setUp(): Promise<void> {
  const { adminUrl } = share(await startMariaDb());
  process.env.RECORDS_TEST_MARIADB_URL = adminUrl;
}
