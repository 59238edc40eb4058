import { randomBytes } from 'node:crypto';
import { administer, createDatabase, databaseUrl, type Row, type Scheme } from '#servers/databases';
import { type PrivateServer, type ServerPlan, startPrivateServer } from '#servers/private-server';

/** A MariaDB or MySQL of the tests' own. What was committed survives `kill` and `restart`. */
export interface SqlServer extends PrivateServer {
  /** The address of the administrator, who is not stopped by `read_only`. */
  readonly adminUrl: string;
  /** Makes an empty database with a user of its own and returns its name. */
  createDatabase(): Promise<string>;
  /** The address of a database that `createDatabase` made. */
  url(database: string, scheme: Scheme): string;
  /** Runs statements as the administrator, and returns the rows of the last one. */
  administer(...statements: string[]): Promise<Row[]>;
}

/**
 * Starts a server whose administrator is `root@127.0.0.1`.
 *
 * @param planWith how to run it, given the administrator's password
 */
export async function startSqlServer(
  planWith: (password: string) => Pick<ServerPlan, 'prepare' | 'serve'>,
): Promise<SqlServer> {
  const password = randomBytes(8).toString('hex');
  const adminUrlOn = (port: number): string => `mysql://root:${password}@127.0.0.1:${port}`;
  const server = await startPrivateServer({
    users: ['mysql', 'nobody'],
    ...planWith(password),
    probe: async (port) => {
      await administer(adminUrlOn(port), 'SELECT 1');
    },
  });
  const adminUrl = adminUrlOn(server.port);
  return Object.assign(server, {
    adminUrl,
    createDatabase: () => createDatabase(adminUrl),
    url: (name: string, scheme: Scheme) => databaseUrl(adminUrl, name, scheme),
    administer: (...statements: string[]) => administer(adminUrl, ...statements),
  });
}

/** Settings that change nothing of what SQL means, nor what survives a SIGKILL. */
export const fastSettings = [
  '--performance-schema=off',
  '--innodb-buffer-pool-size=64M',
  // To the operating system at each commit, never to the disk: survives SIGKILL, not a power cut.
  '--innodb-flush-log-at-trx-commit=2',
  '--innodb-flush-method=nosync',
  '--innodb-doublewrite=0',
  // io_uring is forbidden in many containers.
  '--innodb-use-native-aio=0',
];

/** What every server has on its command line. */
export const sameEverywhere = ['--character-set-server=utf8mb4', '--skip-name-resolve'];

/** The command line of a server that keeps everything in the folder. */
export function serveIn(folder: string, port: number): string[] {
  return [
    '--no-defaults',
    `--datadir=${folder}/data`,
    `--tmpdir=${folder}`,
    `--socket=${folder}/socket`,
    `--pid-file=${folder}/pid`,
    `--init-file=${folder}/init.sql`,
    '--bind-address=127.0.0.1',
    `--port=${port}`,
    ...sameEverywhere,
  ];
}
