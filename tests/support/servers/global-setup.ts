import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { provideBrowser } from '#servers/provide-browser';
import { startRedis } from '#servers/redis';
import { share } from '#servers/shared-servers';

/** What every run has: a build, a Chromium, and a Redis that all test files share. */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default async function setUp(): Promise<void> {
  process.env.RECORDS_TEST_BUILD = await build();
  await provideBrowser();
  if (process.env.RECORDS_TEST_SERVERS === 'missing') return;
  const { url } = share(await startRedis());
  process.env.RECORDS_TEST_REDIS_URL = url;
}

/** Compiles the service into a temporary folder. Its types are checked elsewhere. */
async function build(): Promise<string> {
  const root = resolve(import.meta.dirname, '../../..');
  const folder = await mkdtemp(join(tmpdir(), 'records-build-'));
  share({ stop: () => rm(folder, { recursive: true, force: true }) });
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--project', root, '--outDir', folder, '--noCheck'];
  await promisify(execFile)(process.execPath, [compiler, ...options]);
  return folder;
}
