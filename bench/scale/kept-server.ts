// A server whose data stay where they are when it ends, so that the next run finds them again.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, openSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { administer } from '../../tests/support/servers/databases.ts';
import { freePort } from '../../tests/support/servers/private-server.ts';
import { findProgram } from '../../tests/support/servers/programs.ts';
import { provideMySql } from '../../tests/support/servers/provide-mysql.ts';
import { serveIn } from '../../tests/support/servers/sql-server.ts';

/** A database server of the bench's own. */
export interface KeptServer {
  readonly url: string;
  readonly pid: number;
  /** The folder of its tables. */
  readonly tables: string;
  stop(): Promise<void>;
}

const name = 'bench';
const readyWithinMs = 120_000;
const asRoot = process.getuid?.() === 0 ? ['--user=root'] : [];

// As on a machine of 8 GB that serves nothing else, but for what protects from a power cut.
const settings = [
  ...['--innodb-buffer-pool-size=3G', '--innodb-flush-log-at-trx-commit=2', '--skip-log-bin'],
  ...['--innodb-doublewrite=0', '--max-allowed-packet=64M', '--performance-schema=off', ...asRoot],
];

/** Starts MariaDB or MySQL on the data in a folder, which are created if there are none. */
export async function startKeptServer(
  engine: 'mariadb' | 'mysql',
  given: string,
): Promise<KeptServer> {
  const folder = resolve(given);
  const { program, create, own } = await installed(engine, folder);
  mkdirSync(folder, { recursive: true });
  if (!existsSync(join(folder, 'data', 'mysql'))) {
    execFileSync(create[0] ?? '', create.slice(1), { stdio: 'ignore' });
  }
  writeFileSync(
    join(folder, 'init.sql'),
    `CREATE DATABASE IF NOT EXISTS ${name} CHARACTER SET utf8mb4;
CREATE USER IF NOT EXISTS ${name}@127.0.0.1 IDENTIFIED BY '${name}';
GRANT ALL ON ${name}.* TO ${name}@127.0.0.1;
`,
  );
  const port = await freePort();
  const log = openSync(join(folder, 'server.log'), 'a');
  const child = spawn(program, [...serveIn(folder, port), ...settings, ...own], {
    stdio: ['ignore', log, log],
  });
  const ended = once(child, 'exit');
  const url = `${engine}://${name}:${name}@127.0.0.1:${port}/${name}`;
  for (const deadline = performance.now() + readyWithinMs; ; await pause(100)) {
    const failure = await administer(url.replace(engine, 'mysql'), 'select 1').then(
      () => undefined,
      (error: unknown) => error,
    );
    if (failure === undefined) break;
    if (child.exitCode === null && performance.now() < deadline) continue;
    child.kill('SIGKILL');
    throw new Error(`${program} did not start; see ${folder}/server.log.`, { cause: failure });
  }
  return {
    url,
    pid: child.pid ?? 0,
    tables: join(folder, 'data', name),
    async stop() {
      child.kill('SIGTERM');
      await ended;
    },
  };
}

async function installed(engine: 'mariadb' | 'mysql', folder: string) {
  const data = `--datadir=${folder}/data`;
  if (engine === 'mariadb') {
    const install = findProgram('mariadb-install-db', 'mysql_install_db');
    const program = findProgram('mariadbd');
    if (!install || !program) throw new Error('MariaDB is not installed; install mariadb-server.');
    const method = '--auth-root-authentication-method=normal';
    return {
      program,
      create: [install, '--no-defaults', data, method, '--skip-test-db', ...asRoot],
      own: ['--innodb-log-file-size=512M', '--skip-networking=0'],
    };
  }
  const lack = await provideMySql();
  const program = process.env.RECORDS_TEST_MYSQLD;
  if (!program || program === 'docker') throw new Error(lack ?? 'Install MySQL 8.0 or later.');
  return {
    program,
    create: [program, '--no-defaults', '--initialize-insecure', data, ...asRoot],
    own: ['--innodb-redo-log-capacity=1G', '--mysqlx=OFF', '--secure-file-priv=NULL'],
  };
}
