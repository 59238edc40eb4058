import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { provideBrowser } from '#servers/provide-browser';
import { startRedis } from '#servers/redis';
import { share } from '#servers/shared-servers';
import { buildEnv, furnish } from '../build.ts';

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

/**
 * Migrates an SQLite file, of which each service of a test gets a copy. The process, and one that serves
 * for a moment, leave the modules that they have compiled to those of the tests.
 */
async function migrateOnce(build: string): Promise<string> {
  const folder = await provideFolder('migrated');
  process.env.RECORDS_TEST_COMPILE_CACHE = await provideFolder('compiled');
  const file = join(folder, 'records.db');
  const env = { ...buildEnv(), DATABASE_URL: `sqlite:${file}`, PORT: '0' };
  const main = join(build, 'dist/main.js');
  await promisify(execFile)(process.execPath, [main, 'migrate', 'up'], { env });
  const serving = spawn(process.execPath, [main, 'serve'], {
    env: { ...env, DATABASE_URL: 'sqlite::memory:' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const ended = once(serving, 'close');
  serving.stdout.on('data', (text) => {
    if (String(text).includes('Server listening')) serving.kill();
  });
  await ended;
  return file;
}

/** Compiles the service into a temporary folder. Its types are checked elsewhere. */
async function build(): Promise<string> {
  const root = resolve(import.meta.dirname, '../../..');
  const folder = await provideFolder('build');
  await furnish(folder);
  const compiler = join(root, 'node_modules/typescript/bin/tsc');
  const options = ['--project', root, '--outDir', join(folder, 'dist'), '--noCheck'];
  const bundler = join(root, 'node_modules/vite/bin/vite.js');
  await Promise.all([
    promisify(execFile)(process.execPath, [compiler, ...options]),
    promisify(execFile)(process.execPath, [
      ...[bundler, 'build', join(root, 'page')],
      ...['--outDir', join(folder, 'dist/page'), '--logLevel', 'error'],
    ]),
  ]);
  return folder;
}

/** Makes a temporary folder that lives as long as the run. */
async function provideFolder(name: string): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), `records-${name}-`));
  share({ stop: () => rm(folder, { recursive: true, force: true }) });
  return folder;
}
