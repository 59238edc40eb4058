import { startMySql } from '#servers/mysql';
import { share } from '#servers/shared-servers';

/** Starts the MySQL that all test files of a run share, unless they are given one. */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default async function setUp(): Promise<void> {
  if (process.env.RECORDS_TEST_MYSQL_URL) return;
  const { adminUrl } = share(await startMySql());
  process.env.RECORDS_TEST_MYSQL_URL = adminUrl;
}
