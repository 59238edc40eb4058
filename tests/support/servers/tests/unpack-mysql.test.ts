import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';

// What is fetched from Debian is tried by all tests that have a MySQL of it.
const script = fileURLToPath(new URL('../unpack-mysql.sh', import.meta.url));
const describeWhereItRuns =
  process.getuid?.() === 0 && existsSync('/etc/debian_version') ? describe : describe.skip;

describeWhereItRuns('the folder of the MySQL that is fetched', () => {
  let folder: string;
  beforeEach(() => {
    folder = join(mkdtempSync(join(tmpdir(), 'records-unpack-')), 'cache');
  });
  afterEach(() => rmSync(join(folder, '..'), { recursive: true }));

  const unpack = () => {
    const { status, stderr } = spawnSync(script, [folder], { encoding: 'utf8' });
    return { status, stderr };
  };

  test('is used as it is when it is whole', async () => {
    mkdirSync(join(folder, 'mysql'), { recursive: true });
    const mysqld = join(folder, 'mysql/mysqld');
    await writeFile(mysqld, '#!/bin/sh\necho mysqld  Ver 9.9.9', { mode: 0o755 });
    expect(unpack()).toEqual({ status: 0, stderr: '' });
  });

  const refusal = () => ({ status: 1, stderr: `${folder} belongs to somebody else.\n` });

  test('is refused when others may write to it, as root runs what lies in it', () => {
    mkdirSync(folder);
    chmodSync(folder, 0o777);
    expect(unpack()).toEqual(refusal());
  });

  test('is refused when it is a link', () => {
    symlinkSync(tmpdir(), folder);
    expect(unpack()).toEqual(refusal());
  });
});
