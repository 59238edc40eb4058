import { randomInt } from 'node:crypto';
import { CompiledQuery, sql } from 'kysely';
import type { EngineAccess } from './engine.js';
import type { Statements } from './statements.js';

/**
 * Begins a transaction that writes: until it ends, all others like it wait. So imports cannot
 * deadlock, and they become visible in the order in which they raise the version.
 *
 * This must be the transaction's first statement. As it is a write, SQLite takes its write lock
 * before anything is read.
 */
export async function lockData({ writer }: Pick<EngineAccess, 'writer'>): Promise<void> {
  await sql`update data_version set version = version where id = 1`.execute(writer);
}

/**
 * Announces to the readers of all processes, at the end of the transaction, that the data has changed.
 * The step is random, so that two databases, or one and its backup, never reach the same version with
 * different data; 53 bits are enough for 500 million imports.
 */
export async function raiseDataVersion({ writer }: Pick<EngineAccess, 'writer'>): Promise<void> {
  const step = randomInt(1, 2 ** 24);
  await sql`update data_version set version = version + ${step} where id = 1`.execute(writer);
}

/** The query for the version of the data, to which a working server responds at once. */
export const versionSql = 'select version from data_version where id = 1';

// Compiled once, as every request runs it.
const versionQuery = CompiledQuery.raw(versionSql) as CompiledQuery<{ version: number }>;

/** Reads the version of the data that a connection sees. */
export async function readDataVersion(statements: Statements): Promise<number> {
  const { rows } = await statements.getExecutor().executeQuery(versionQuery);
  return Number(rows[0]?.version);
}
