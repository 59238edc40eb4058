import { provideBrowser } from '#servers/provide-browser';
import { startRedis } from '#servers/redis';
import { share } from '#servers/shared-servers';

/** What every run has: a Chromium, and a Redis that all test files share. */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default async function setUp(): Promise<void> {
  await provideBrowser();
  if (process.env.RECORDS_TEST_SERVERS === 'missing') return;
  const { url } = share(await startRedis());
  process.env.RECORDS_TEST_REDIS_URL = url;
}
