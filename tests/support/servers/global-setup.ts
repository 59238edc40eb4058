import { provideBrowser } from '#servers/provide-browser';
import { startSharedServers } from '#servers/shared-servers';

// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default async function setUp(): Promise<void> {
  await provideBrowser();
  await startSharedServers();
}
