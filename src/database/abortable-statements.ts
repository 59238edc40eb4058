import { setImmediate as nextTurn } from 'node:timers/promises';
import {
  type ConnectionProvider,
  type ControlConnectionProvider,
  type DatabaseConnection,
  QueryCreator,
  type QueryExecutor,
  type QueryExecutorProvider,
} from 'kysely';
import { createServerTimeoutError } from './search-timeout.js';
import type { Statements } from './statements.js';
import type { Tables } from './tables.js';

/** Adds up for how long statements keep this process, or the database server, from other work. */
export interface Stopwatch {
  addBusyTime(ms: number): void;
}

/** What aborts statements, and measures them. */
export interface AbortOptions {
  /** Its reason is thrown. */
  readonly signal: AbortSignal;
  /** Whether the server aborted a statement because it took too long. */
  readonly isTimedOut: (error: unknown) => boolean;
  /** See `Engine.workClock`. */
  readonly clock: () => number;
  readonly stopwatch: Stopwatch | undefined;
}

/**
 * Makes the signal abort statements: those that wait for a connection, those that are running, on the server
 * as well, and all later ones. Throws `SEARCH_TIMEOUT` if the server itself aborts one.
 *
 * Kysely accepts signals, too, but writes to the console for every statement that it interrupts.
 */
export function makeAbortable(statements: Statements, end: AbortOptions): Statements {
  return new AbortableStatements(statements.getExecutor(), end);
}

class AbortableStatements extends QueryCreator<Tables> implements QueryExecutorProvider {
  readonly #executor: QueryExecutor;

  constructor(executor: QueryExecutor, end: AbortOptions) {
    const ending = executor.withConnectionProvider(makeConnectionsAbortable(executor, end));
    super({ executor: ending });
    this.#executor = ending;
  }

  getExecutor(): QueryExecutor {
    return this.#executor;
  }
}

// The pool knows how to end the connection.
const noControl: ControlConnectionProvider = async () => {};

const longTurnMs = 20;

/** Provides connections, each for one statement. */
function makeConnectionsAbortable(
  connections: ConnectionProvider,
  { signal, isTimedOut, clock, stopwatch }: AbortOptions,
): ConnectionProvider {
  return {
    async provideConnection(consumer) {
      signal.throwIfAborted();
      const { promise: ended, reject } = Promise.withResolvers<never>();
      let running: DatabaseConnection | undefined;
      const end = () => {
        void running?.killSession?.(noControl);
        reject(signal.reason);
      };
      signal.addEventListener('abort', end);
      const done = connections.provideConnection(async (connection) => {
        // The connection may become available when it is no longer needed.
        signal.throwIfAborted();
        running = connection;
        const startedAt = performance.now();
        const workedBefore = stopwatch && clock();
        const result = await consumer(connection).finally(() => {
          if (workedBefore !== undefined) stopwatch?.addBusyTime(clock() - workedBefore);
        });
        running = undefined;
        // Before the connection goes to the next statement.
        if (performance.now() - startedAt > longTurnMs) await processOtherEvents();
        return result;
      });
      try {
        return await Promise.race([done, ended]);
      } catch (error) {
        throw isTimedOut(error) ? createServerTimeoutError(error) : error;
      } finally {
        signal.removeEventListener('abort', end);
      }
    },
  };
}

/** On SQLite, a statement blocks the thread, so a disconnected client or a timeout is noticed only between two. */
async function processOtherEvents(): Promise<void> {
  await nextTurn();
  // Timers and sockets are processed after the first turn.
  await nextTurn();
}
