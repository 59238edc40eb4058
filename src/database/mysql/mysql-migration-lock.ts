import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import { sql } from 'kysely';
import type { Connection, ConnectionOptions } from 'mysql2';
import { StartError } from '../../errors/start-error.js';
import { queryServer } from './mysql-control.js';

/** The name, in SQL, of the lock that is held while a database is migrated. */
const migrationLock = `concat(database(), '.migrations')`;

const waitSeconds = 600;
const keepAliveMs = 30_000;

/**
 * Does the work while no other process does it on the same database: two at once would create the same
 * tables. The lock is released with its connection, whatever happens.
 */
export function withMigrationLock<Result>(
  orm: MikroORM,
  work: () => Promise<Result>,
): Promise<Result> {
  const database = (orm.em as SqlEntityManager).getKysely({ type: 'write' });
  return database.connection().execute(async (connection) => {
    const lock = sql.raw(migrationLock);
    const { rows } = await sql<{ held: number }>`
      select get_lock(${lock}, ${waitSeconds}) as held`.execute(connection);
    if (Number(rows[0]?.held) !== 1) {
      throw new StartError(
        'Another command has been migrating this database for ten minutes; try again when that is done.',
      );
    }
    // The work uses other connections. The server would close this one as idle.
    const keepAlive = setInterval(() => {
      sql`select 1`.execute(connection).catch(() => {});
    }, keepAliveMs);
    try {
      return await work();
    } finally {
      clearInterval(keepAlive);
      await sql`select release_lock(${lock})`.execute(connection);
    }
  });
}

/** Whether the schema is being migrated; statements wait for that as long as it takes. */
export async function isMigrating(
  options: ConnectionOptions,
  existing: Connection,
): Promise<boolean> {
  try {
    return await queryServer(options, existing, async (run) => {
      const [row] = await run(`select is_used_lock(${migrationLock}) is not null as used`);
      return Number(row?.used) === 1;
    });
  } catch {
    return false;
  }
}
