import { randomInt } from 'node:crypto';
import { type Kysely, sql } from 'kysely';

// Frozen: part of migrations that have run on databases out there; see README.md. Never edit it.

/** Takes the lock for which every transaction that writes waits, to the end of this one. */
export async function lockDataVersion<Tables>(database: Kysely<Tables>): Promise<void> {
  await sql`update data_version set version = version where id = 1`.execute(database);
}

/** Raises the version of the data by a random step, so that no cached response is used any more. */
export async function raiseDataVersion<Tables>(database: Kysely<Tables>): Promise<void> {
  const step = randomInt(1, 2 ** 24);
  await sql`update data_version set version = version + ${step} where id = 1`.execute(database);
}
