import { randomBytes } from 'node:crypto';
import { statSync, writeFileSync } from 'node:fs';
import {
  administer,
  createDatabase,
  databaseUrl,
  type Row,
  type Scheme,
} from '#servers/mariadb-databases';
import { type PrivateServer, startPrivateServer } from '#servers/private-server';
import { dockerRun, findProgram } from '#servers/programs';
import type { Program } from '#servers/watchdog';

/** A MariaDB of the tests' own. What was committed survives `kill` and `restart`. */
export interface MariaDbServer extends PrivateServer {
  /** The address of the administrator, who is not stopped by `read_only`. */
  readonly adminUrl: string;
  /** Makes an empty database with a user of its own and returns its name. */
  createDatabase(): Promise<string>;
  /** The address of a database that `createDatabase` made. */
  url(database: string, scheme?: Scheme): string;
  /** Runs statements as the administrator, and returns the rows of the last one. */
  administer(...statements: string[]): Promise<Row[]>;
}

// Nothing here changes what SQL means: character set and sql_mode are as a user has them.
const fast = [
  '--skip-log-bin',
  '--performance-schema=off',
  '--innodb-buffer-pool-size=64M',
  '--innodb-log-file-size=32M',
  // To the operating system at each commit, never to the disk: survives SIGKILL, not a power cut.
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-flush-method=nosync',
  '--innodb-doublewrite=0',
  '--debug-no-sync',
  // io_uring is forbidden in many containers.
  '--innodb-use-native-aio=0',
];
const sameEverywhere = ['--character-set-server=utf8mb4', '--skip-name-resolve'];

/** Starts a MariaDB; `args` are added to its command line. */
export async function startMariaDb(args: readonly string[] = []): Promise<MariaDbServer> {
  const password = randomBytes(8).toString('hex');
  const adminUrlOn = (port: number): string => `mysql://root:${password}@127.0.0.1:${port}`;
  const settings = [...sameEverywhere, ...fast, ...args];
  const mariadbd = findProgram('mariadbd');
  const server = await startPrivateServer({
    users: ['mysql', 'nobody'],
    ...(mariadbd
      ? {
          prepare: installDatabase,
          serve: (folder, port) => serveLocally(mariadbd, folder, port, password, settings),
        }
      : {
          serve: (folder, port) => serveInDocker(folder, port, password, settings),
        }),
    probe: async (port) => {
      await administer(adminUrlOn(port), 'SELECT 1');
    },
  });
  const adminUrl = adminUrlOn(server.port);
  return Object.assign(server, {
    adminUrl,
    createDatabase: () => createDatabase(adminUrl),
    url: (name: string, scheme: Scheme = 'mariadb') => databaseUrl(adminUrl, name, scheme),
    administer: (...statements: string[]) => administer(adminUrl, ...statements),
  });
}

function installDatabase(folder: string): Program {
  const command = findProgram('mariadb-install-db', 'mysql_install_db') ?? 'mariadb-install-db';
  const method = '--auth-root-authentication-method=normal';
  const args = ['--no-defaults', `--datadir=${folder}/data`, method, '--skip-test-db', ...fast];
  return { command, args };
}

function serveLocally(
  command: string,
  folder: string,
  port: number,
  password: string,
  settings: readonly string[],
): Program {
  // Root without a password and the nameless users are gone before the first connection.
  writeFileSync(
    `${folder}/init.sql`,
    `DELETE FROM mysql.global_priv WHERE User IN ('root', '') AND Host <> '127.0.0.1';
FLUSH PRIVILEGES;
CREATE OR REPLACE USER root@127.0.0.1 IDENTIFIED BY '${password}';
GRANT ALL ON *.* TO root@127.0.0.1 WITH GRANT OPTION;
`,
  );
  const args = [
    '--no-defaults',
    `--datadir=${folder}/data`,
    `--tmpdir=${folder}`,
    `--socket=${folder}/socket`,
    `--pid-file=${folder}/pid`,
    `--init-file=${folder}/init.sql`,
    '--skip-networking=0',
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    ...settings,
  ];
  return { command, args };
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
  return dockerRun('mariadb:10.11', `${port}:3306`, options, settings);
}
