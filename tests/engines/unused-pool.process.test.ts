import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from '@jest/globals';
import { buildEnv, linkBuild } from '../support/build.js';

test('a process ends after it has closed a connection to a server that it never used', async () => {
  const build = await linkBuild();
  try {
    const engine = pathToFileURL(join(build.folder, 'dist/database/mysql/mysql.js')).href;
    const script = `
      const { createMysqlEngine } = await import('${engine}');
      const version = await createMysqlEngine('mysql://127.0.0.1:1/none', {}).versionReader();
      await version.close();
      console.log('closed');`;
    const run = promisify(execFile)(process.execPath, ['--input-type=module', '-e', script], {
      env: buildEnv(),
      timeout: 20_000,
    });
    expect((await run).stdout).toBe('closed\n');
  } finally {
    await build.remove();
  }
}, 30_000);
