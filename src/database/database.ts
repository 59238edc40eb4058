import type { SqlEntityManager } from '@mikro-orm/sql';
import { makeAbortable, type Stopwatch } from './abortable-statements.js';
import type { Engine, EngineAccess } from './engine.js';
import { type RetryPolicy, retryTransaction } from './retry-transaction.js';
import type { Statements } from './statements.js';
import type { Tables } from './tables.js';

/** The access of one request, or of one transaction, to the database. */
export interface Database extends EngineAccess {
  readonly engine: Engine;
  /**
   * Statements that a read replica may execute; inside a transaction they run in it, and after one on the
   * primary.
   */
  readonly reader: Statements;
  /** What aborts the reads of a search; undefined if nothing does. */
  readonly signal: AbortSignal | undefined;
  /**
   * The same database, until something is written: the signal aborts running statements, on the server as
   * well, and later ones, which throw its reason. Once a transaction has begun, it and all later reads run
   * to their end.
   *
   * @param stopwatch gets the time that statements take
   */
  endingWith(signal: AbortSignal, stopwatch?: Stopwatch): Database;
  /**
   * Runs `work` in one transaction, which is rolled back when `work` throws. On a conflict with another
   * transaction it is retried, by default for as long as the engine says, so the rollback must undo all
   * effects of `work`.
   */
  transaction<Result>(
    work: (database: Database) => Promise<Result>,
    retryPolicy?: RetryPolicy,
  ): Promise<Result>;
}

/**
 * Creates the access through `em`, which is shared by all requests or belongs to a transaction.
 *
 * @param from which server the reader uses: one of the replicas, or the primary
 */
export function createDatabase(
  em: SqlEntityManager,
  engine: Engine,
  from: 'read' | 'write' = 'read',
): Database {
  // Chosen once, so that all of a request's reads come from the same replica.
  let reader: Statements | undefined;
  const chooseReader = () => {
    reader ??= em.getKysely<Tables>({ type: from });
    return reader;
  };
  return createAccess(em, engine, chooseReader);
}

function createAccess(
  em: SqlEntityManager,
  engine: Engine,
  chooseReader: () => Statements,
  signal?: AbortSignal,
  stopwatch?: Stopwatch,
): Database {
  let ending = signal;
  let hasWritten = false;
  const bounded = (statements: Statements) =>
    ending === undefined
      ? statements
      : makeAbortable(statements, {
          signal: ending,
          isTimedOut: engine.isTimedOut,
          clock: engine.workClock,
          stopwatch,
        });
  const primary = () => em.getKysely<Tables>({ type: 'write' });
  // Cached, as most requests run several reads.
  let boundedReader: Statements | undefined;
  return {
    em,
    engine,
    get signal() {
      return ending;
    },
    get reader() {
      // A replica may lag behind.
      if (hasWritten) return bounded(primary());
      boundedReader ??= bounded(chooseReader());
      return boundedReader;
    },
    get writer() {
      return bounded(primary());
    },
    endingWith: (...given) => createAccess(em, engine, chooseReader, ...given),
    async transaction(work, retryPolicy) {
      ending = undefined;
      boundedReader = undefined;
      const run = () =>
        em
          // Only a transaction needs its own unit of work, which is expensive to create.
          .fork({ keepTransactionContext: true })
          .transactional((inner) => work(createDatabase(inner, engine)));
      const result = await retryTransaction(engine, () => engine.takeTurn(run), retryPolicy);
      hasWritten = true;
      return result;
    },
  };
}
