import type { Connection, ConnectionOptions } from 'mysql2';
import { askServer } from './mysql-control.js';

/** The name of the lock, in SQL, that who migrates a database has meanwhile. */
export const migrationLock = `concat(database(), '.migrations')`;

/** Whether the schema is being migrated, for which statements wait as long as it takes. */
export async function isMigrating(
  options: ConnectionOptions,
  beside: Connection,
): Promise<boolean> {
  try {
    return await askServer(options, beside, async (ask) => {
      const [row] = await ask(`select is_used_lock(${migrationLock}) is not null as used`);
      return Number(row?.used) === 1;
    });
  } catch {
    return false;
  }
}
