import type { MikroORM, SqlEntityManager } from '@mikro-orm/sql';
import { type Database, databaseOf } from './database.js';
import type { Engine } from './engine.js';
import { retryTransaction } from './retry-transaction.js';

/** An open database: the owner of its connections. */
export interface OpenDatabase {
  readonly orm: MikroORM;
  /** A unit of work for one request. */
  fork(): Database;
  close(): Promise<void>;
}

/** Connects and brings the schema up to date. Throws what the driver throws when it cannot. */
export async function openDatabase(engine: Engine): Promise<OpenDatabase> {
  const orm = await engine.connect();
  await retryTransaction(engine, () => orm.migrator.up());
  return {
    orm,
    fork: () => databaseOf(orm.em.fork() as SqlEntityManager, engine),
    close: () => orm.close(true),
  };
}
