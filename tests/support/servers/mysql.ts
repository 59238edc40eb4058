import { statSync, writeFileSync } from 'node:fs';
import { dockerRun } from '#servers/programs';
import {
  fastSettings,
  type SqlServer,
  sameEverywhere,
  serveIn,
  startSqlServer,
} from '#servers/sql-server';
import type { Program } from '#servers/watchdog';

const fast = [
  ...fastSettings,
  '--skip-log-bin',
  '--loose-innodb-redo-log-capacity=64M',
  // Else it wants a folder and a port that other servers of this machine may have.
  '--secure-file-priv=NULL',
  '--loose-mysqlx=OFF',
];

/**
 * Starts a MySQL; `args` are added to its command line.
 *
 * @param mysqld the path of the program, or `docker` for its image
 */
export function startMySql(
  args: readonly string[] = [],
  mysqld = mysqldOfThisRun(),
): Promise<SqlServer> {
  const settings = [...fast, ...args];
  return startSqlServer((password) =>
    mysqld === 'docker'
      ? { serve: (folder, port) => serveInDocker(folder, port, password, settings) }
      : {
          prepare: (folder) => initialise(mysqld, folder),
          serve: (folder, port) => {
            writeInitFile(folder, password);
            return { command: mysqld, args: [...serveIn(folder, port), ...settings] };
          },
        },
  );
}

/** The path of the program that `provideMySql` has found, or `docker` for its image. */
function mysqldOfThisRun(): string {
  const mysqld = process.env.RECORDS_TEST_MYSQLD;
  if (!mysqld) throw new Error('There is no MySQL in this run: see provide-mysql.ts.');
  return mysqld;
}

function initialise(command: string, folder: string): Program {
  const data = `--datadir=${folder}/data`;
  const args = ['--no-defaults', '--initialize-insecure', data, ...fast];
  return { command, args };
}

/** Root without a password is gone before the first connection. */
function writeInitFile(folder: string, password: string): void {
  writeFileSync(
    `${folder}/init.sql`,
    `CREATE USER IF NOT EXISTS root@127.0.0.1 IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO root@127.0.0.1 WITH GRANT OPTION;
DROP USER IF EXISTS root@localhost;
`,
  );
}

function serveInDocker(
  folder: string,
  port: number,
  password: string,
  settings: readonly string[],
): Program {
  const { uid, gid } = statSync(folder);
  const options = ['--user', `${uid}:${gid}`, '--volume', `${folder}:/records`];
  options.push('--env', `MYSQL_ROOT_PASSWORD=${password}`);
  // The log of the watchdog is in the folder, and MySQL wants one that is empty.
  const args = ['--datadir=/records/data', ...sameEverywhere, ...settings];
  return dockerRun('mysql:8.4', `${port}:3306`, options, args);
}
