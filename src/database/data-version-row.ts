import { type Kysely, sql } from 'kysely';
import type { Database, Tables } from './database.js';

/**
 * Begins a transaction that writes: from here to its end, every other one of them waits. So imports
 * cannot deadlock, and they become visible in the order in which they raise the version.
 *
 * This must be the transaction's first statement. As it is a write, SQLite takes its write lock
 * before anything was read.
 */
export async function lockData({ writer }: Database): Promise<void> {
  await sql`update data_version set version = version where id = 1`.execute(writer);
}

/** Tells the readers of all processes, at the end of the transaction, that the data has changed. */
export async function raiseDataVersion({ writer }: Database): Promise<void> {
  await sql`update data_version set version = version + 1 where id = 1`.execute(writer);
}

/** The version of the data that a connection sees. */
export async function readDataVersion(connection: Kysely<Tables>): Promise<number> {
  const { rows } = await sql<{
    version: number;
  }>`select version from data_version where id = 1`.execute(connection);
  return Number(rows[0]?.version);
}
