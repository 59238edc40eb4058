import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { provideBrowser } from '#servers/provide-browser';
import { startRedis } from '#servers/redis';
import { share } from '#servers/shared-servers';
import { copyBuild } from '../build.ts';

/** What every run has: a build, a Chromium, and a Redis that all test files share. */
// biome-ignore lint/style/noDefaultExport: it is what Jest calls.
export default async function setUp(): Promise<void> {
  const folder = await build();
  process.env.RECORDS_TEST_BUILD = folder;
  process.env.RECORDS_TEST_MIGRATED = await migrateOnce(folder);
  await provideBrowser();
  if (process.env.RECORDS_TEST_SERVERS === 'missing') return;
  const { url } = share(await startRedis());
  process.env.RECORDS_TEST_REDIS_URL = url;
}

/** Migrates an SQLite file, of which each service of a test gets a copy. */
async function migrateOnce(build: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'records-migrated-'));
  share({ stop: () => rm(folder, { recursive: true, force: true }) });
  const checkout = await copyBuild(build);
  const file = join(folder, 'records.db');
  try {
    await promisify(execFile)(
      process.execPath,
      [join(checkout.folder, 'dist/main.js'), 'migrate', 'up'],
      {
        env: { PATH: process.env.PATH, DATABASE_URL: `sqlite:${file}` },
      },
    );
  } finally {
    await checkout.remove();
  }
  return file;
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
