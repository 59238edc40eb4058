import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPrograms, isDockerHere } from '#servers/programs';

// Root's own, and read by the user who runs the server.
const cacheFolder = '/var/cache/records-graphql-tests';
const unpacked = `${cacheFolder}/mysql/mysqld`;

/**
 * Sees to it that a MySQL can be started: one that is installed, Docker's, or that of Debian's
 * unstable suite, unpacked into a folder of the tests. Leaves its path, or `docker`, in the
 * environment for Jest's workers.
 *
 * @returns nothing, or one sentence that says what to install.
 */
export async function provideMySql(): Promise<string | undefined> {
  const mysqld = installedMySql() ?? (isDockerHere() ? 'docker' : await unpackedMySql());
  if (mysqld === undefined) return 'Install MySQL 8.0 or later, or start Docker.';
  process.env.RECORDS_TEST_MYSQLD = mysqld;
  return undefined;
}

// Ubuntu's policy lets its mysqld write into no folder but that of the server of the machine.
const isConfined =
  existsSync('/sys/kernel/security/apparmor') && existsSync('/etc/apparmor.d/usr.sbin.mysqld');

/** MariaDB has a program of the same name. */
function installedMySql(): string | undefined {
  return findPrograms('mysqld').find((path) => {
    if (isConfined && path === '/usr/sbin/mysqld') return false;
    const { stdout } = spawnSync(path, ['--no-defaults', '--version'], { encoding: 'utf8' });
    return /Ver (?:[89]|\d\d)\./.test(stdout) && !stdout.includes('MariaDB');
  });
}

async function unpackedMySql(): Promise<string | undefined> {
  if (process.getuid?.() !== 0 || !existsSync('/etc/debian_version')) return undefined;
  if (!existsSync(unpacked)) {
    process.stderr.write(`Fetching MySQL for the tests into ${cacheFolder} …\n`);
  }
  const script = fileURLToPath(new URL('unpack-mysql.sh', import.meta.url));
  const child = spawn(script, [cacheFolder], { stdio: ['ignore', 'ignore', 'inherit'] });
  const [code] = await once(child, 'exit');
  return code === 0 ? unpacked : undefined;
}
