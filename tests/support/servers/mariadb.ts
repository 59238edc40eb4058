import { statSync, writeFileSync } from 'node:fs';
import { dockerRun, findProgram } from '#servers/programs';
import {
  fastSettings,
  type SqlServer,
  sameEverywhere,
  serveIn,
  startSqlServer,
} from '#servers/sql-server';
import type { Program } from '#servers/watchdog';

const fast = [...fastSettings, '--skip-log-bin', '--innodb-log-file-size=32M', '--debug-no-sync'];

/** Starts a MariaDB; `args` are added to its command line. */
export function startMariaDb(args: readonly string[] = []): Promise<SqlServer> {
  const settings = [...fast, ...args];
  const mariadbd = findProgram('mariadbd');
  return startSqlServer((password) =>
    mariadbd
      ? {
          prepare: installDatabase,
          serve: (folder, port) => {
            writeInitFile(folder, password);
            const command = [...serveIn(folder, port), '--skip-networking=0', ...settings];
            return { command: mariadbd, args: command };
          },
        }
      : { serve: (folder, port) => serveInDocker(folder, port, password, settings) },
  );
}

function installDatabase(folder: string): Program {
  const command = findProgram('mariadb-install-db', 'mysql_install_db') ?? 'mariadb-install-db';
  const method = '--auth-root-authentication-method=normal';
  const args = ['--no-defaults', `--datadir=${folder}/data`, method, '--skip-test-db', ...fast];
  return { command, args };
}

/** Root without a password and the nameless users are gone before the first connection. */
function writeInitFile(folder: string, password: string): void {
  writeFileSync(
    `${folder}/init.sql`,
    `DELETE FROM mysql.global_priv WHERE User IN ('root', '') AND Host <> '127.0.0.1';
FLUSH PRIVILEGES;
CREATE OR REPLACE USER root@127.0.0.1 IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO root@127.0.0.1 WITH GRANT OPTION;
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
  const options = ['--user', `${uid}:${gid}`, '--volume', `${folder}:/var/lib/mysql`];
  options.push('--env', `MARIADB_ROOT_PASSWORD=${password}`);
  return dockerRun('mariadb:10.11', `${port}:3306`, options, [...sameEverywhere, ...settings]);
}
