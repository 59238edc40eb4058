import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ControlConnectionProvider,
  type DatabaseConnection,
  QueryCreator,
  type QueryExecutor,
  type QueryExecutorProvider,
} from 'kysely';
import type { Tables } from './database.js';
import { searchTimedOut } from './search-time.js';

/** What builds statements and executes them. */
export type Statements = QueryCreator<Tables> & QueryExecutorProvider;

/** What ends statements. */
export interface StatementEnd {
  /** What it gives as its reason is thrown. */
  readonly signal: AbortSignal;
  /** Whether the server ended a statement because it took too long. */
  readonly isTimedOut: (error: unknown) => boolean;
}

/**
 * The same statements, which end with the signal: those that wait for a connection, those that run, on
 * the server as well, and all later ones. Throws `SEARCH_TIMEOUT` where the server itself ends one.
 *
 * Kysely takes signals, too, but tells the console of every statement that it has interrupted.
 */
export function endingWith(statements: Statements, end: StatementEnd): Statements {
  return new EndingStatements(statements.getExecutor(), end);
}

class EndingStatements extends QueryCreator<Tables> implements QueryExecutorProvider {
  readonly #executor: QueryExecutor;

  constructor(executor: QueryExecutor, end: StatementEnd) {
    const ending = executor.withConnectionProvider({
      provideConnection: (consumer) =>
        executor.provideConnection((connection) => consumer(endingConnection(connection, end)), {
          signal: end.signal,
        }),
    });
    super({ executor: ending });
    this.#executor = ending;
  }

  getExecutor(): QueryExecutor {
    return this.#executor;
  }
}

// The connection is ended by the pool, which knows how.
const noControl: ControlConnectionProvider = async () => {};

const longTurnMs = 20;

function endingConnection(
  connection: DatabaseConnection,
  { signal, isTimedOut }: StatementEnd,
): DatabaseConnection {
  return {
    async executeQuery(query) {
      signal.throwIfAborted();
      const end = () => void connection.killSession?.(noControl);
      signal.addEventListener('abort', end);
      const begun = performance.now();
      try {
        const result = await connection.executeQuery<never>(query);
        if (performance.now() - begun > longTurnMs) await otherEvents();
        return result;
      } catch (error) {
        signal.throwIfAborted();
        throw isTimedOut(error) ? searchTimedOut(error) : error;
      } finally {
        signal.removeEventListener('abort', end);
      }
    },
    streamQuery() {
      throw new Error('Rows are read as a whole.');
    },
  };
}

/** On SQLite, a statement keeps the thread from hearing that its client has left, or its time is over. */
async function otherEvents(): Promise<void> {
  await nextTurn();
  // Timers and sockets are looked at after the first one.
  await nextTurn();
}
