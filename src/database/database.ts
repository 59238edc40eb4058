import type { InferKyselyDB, SqlEntityManager } from '@mikro-orm/sql';
import { abortableStatements, type Statements } from './abortable-statements.js';
import type { Engine, StoredInstant } from './engine.js';
import type { entities } from './entities.js';
import { type RetryPolicy, retryTransaction } from './retry-transaction.js';

type EntityTables = InferKyselyDB<(typeof entities)[number]>;

/** The entities' tables as their rows travel: instants have a form of their own on each engine. */
type EngineTables = {
  [Table in keyof EntityTables]: {
    [Column in keyof EntityTables[Table]]: EntityTables[Table][Column] extends Date
      ? StoredInstant
      : EntityTables[Table][Column] extends Date | null
        ? StoredInstant | null
        : EntityTables[Table][Column];
  };
};

/** Every table. */
export type Tables = EngineTables & OtherTables;

/** The tables that are no entities and the same on every engine: a counter. */
interface OtherTables {
  readonly data_version: { id: number; version: number };
}

/** One request's, or one transaction's, access to the database. */
export interface Database {
  readonly em: SqlEntityManager;
  readonly engine: Engine;
  /**
   * Statements that may be answered by a read replica; inside a transaction, by the transaction,
   * and after one, by the primary.
   */
  readonly reader: Statements;
  /** Statements that must be answered by the primary. */
  readonly writer: Statements;
  /**
   * The same, as long as nothing was written: the signal ends what runs, on the server as well, and what
   * comes later, which throw its reason then. A transaction that was begun, and all that is read after
   * it, goes on to its end.
   */
  endingWith(signal: AbortSignal): Database;
  /**
   * Runs `work` in one transaction, which is undone when `work` throws. While another
   * transaction is in its way, it is run again, for some seconds if nothing else is said; so `work`
   * must do nothing but what can be undone.
   */
  transaction<Result>(
    work: (database: Database) => Promise<Result>,
    patience?: RetryPolicy,
  ): Promise<Result>;
}

/**
 * The database seen through `em`, which is that of all requests or a transaction's.
 *
 * @param from what answers the reader: one of the replicas, or the primary
 */
export function createDatabase(
  em: SqlEntityManager,
  engine: Engine,
  from: 'read' | 'write' = 'read',
): Database {
  // Chosen once, so that all of a request's reads come from the same replica.
  let reader: Statements | undefined;
  const chosen = () => {
    reader ??= em.getKysely<Tables>({ type: from });
    return reader;
  };
  return databaseSeen(em, engine, chosen);
}

function databaseSeen(
  em: SqlEntityManager,
  engine: Engine,
  chosenReader: () => Statements,
  signal?: AbortSignal,
): Database {
  let ending = signal;
  let hasWritten = false;
  const bounded = (statements: Statements) =>
    ending === undefined
      ? statements
      : abortableStatements(statements, { signal: ending, isTimedOut: engine.isTimedOut });
  const primary = () => em.getKysely<Tables>({ type: 'write' });
  // Nearly all that a request does is reading, by several statements.
  let boundedReader: Statements | undefined;
  return {
    em,
    engine,
    get reader() {
      // A replica may not have it yet.
      if (hasWritten) return bounded(primary());
      boundedReader ??= bounded(chosenReader());
      return boundedReader;
    },
    get writer() {
      return bounded(primary());
    },
    endingWith: (given) => databaseSeen(em, engine, chosenReader, given),
    async transaction(work, patience) {
      ending = undefined;
      boundedReader = undefined;
      const run = () =>
        em
          // Only a transaction needs a unit of work of its own, which takes time to make.
          .fork({ keepTransactionContext: true })
          .transactional((inner) => work(createDatabase(inner, engine)));
      const result = await retryTransaction(engine, () => engine.takeTurn(run), patience);
      hasWritten = true;
      return result;
    },
  };
}
