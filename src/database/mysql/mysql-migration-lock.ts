import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import { sql } from 'kysely';
import type { Connection, ConnectionOptions } from 'mysql2';
import { StartError } from '../../errors/start-error.js';
import { queryServer } from './mysql-control.js';

/** The name of the lock, in SQL, that who migrates a database has meanwhile. */
const migrationLock = `concat(database(), '.migrations')`;

const waitSeconds = 600;
const pulseMs = 30_000;

/**
 * Does the work while nobody else does it on the same database: two at once would make the same
 * tables. The lock goes with its connection, whatever happens.
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
        'Another command has been migrating this database for ten minutes; try again when it is done.',
      );
    }
    // The work has other connections. This one would be idle, and the server closes such ones.
    const pulse = setInterval(() => {
      sql`select 1`.execute(connection).catch(() => {});
    }, pulseMs);
    try {
      return await work();
    } finally {
      clearInterval(pulse);
      await sql`select release_lock(${lock})`.execute(connection);
    }
  });
}

/** Whether the schema is being migrated, for which statements wait as long as it takes. */
export async function isMigrating(
  options: ConnectionOptions,
  beside: Connection,
): Promise<boolean> {
  try {
    return await queryServer(options, beside, async (ask) => {
      const [row] = await ask(`select is_used_lock(${migrationLock}) is not null as used`);
      return Number(row?.used) === 1;
    });
  } catch {
    return false;
  }
}
