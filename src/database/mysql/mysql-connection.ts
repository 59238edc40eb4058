import type { MysqlPoolConnection } from 'kysely';
import type { ConnectionOptions, ExecuteValues, PoolConnection, RowDataPacket } from 'mysql2';
import { versionSql } from '../data-version-row.js';
import { CommitUnknownError, StatementTimeoutError } from '../statement-timeout.js';
import { ConnectionLostError, isRolledBack, isUnavailableServer } from './mysql-errors.js';
import type { Heartbeat } from './mysql-heartbeat.js';
import { killStatement, serverIdentity } from './mysql-kill.js';
import { isMigrating } from './mysql-migration-lock.js';
import { isPrepared } from './mysql-prepared.js';
import type { WriteWatch } from './mysql-write-watch.js';

// Values are escaped with backslashes, so the server must interpret them; nothing is truncated to fit;
// lock waits time out, and the transaction is retried; and the locks of a client whose connection broke
// without the server noticing are released after a while.
const sessionSettings = `set session sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00',
  innodb_lock_wait_timeout = 5, wait_timeout = 90`;

/** How long a server that can be reached may take to respond, in milliseconds. */
export const statementTimeoutMs = 30_000;
// Callers of the version do not wait for longer either.
const overdueVersionMs = 900;

/** What the connections of a pool have in common. */
export interface ConnectionParts {
  readonly options: ConnectionOptions;
  readonly pulse: Heartbeat;
  readonly writes: WriteWatch;
  /** Called with the SQL of every statement. */
  readonly onStatement: ((sql: string) => void) | undefined;
}

type Callback = Parameters<MysqlPoolConnection['query']>[2];
type Query = ReturnType<MysqlPoolConnection['query']>;
type Reply = (error: unknown, result?: unknown) => void;

/** A statement that waits for its response. */
interface Waiting {
  readonly sql: string;
  /** When the time limit for the response began; it does not run during a migration. */
  since: number;
  readonly fail: (error: Error) => void;
}

/**
 * A connection of the pool as Kysely uses it. It is not reused once its state is unknown, and keeps its
 * place in the pool as long as a statement runs on the server: abandoned statements that do not end at
 * once must not pile up.
 */
export class WatchedConnection implements MysqlPoolConnection {
  #server: string | undefined;
  /** Why it must not be used again. */
  #lost: Error | undefined;
  #waiting: Waiting | undefined;
  #inTransaction = false;
  #hasGivenUp = false;
  #hasResponded = false;

  constructor(
    private readonly connection: PoolConnection,
    private readonly parts: ConnectionParts,
  ) {
    // A waiting statement gets the error through its own callback; without one, the error can be ignored.
    connection.on('error', () => {});
    // Sent before the first statement, which does not wait for their responses.
    connection.query(sessionSettings, (error) => {
      if (error) connection.destroy();
    });
    connection.query<RowDataPacket[]>(serverIdentity, (error, rows) => {
      if (!error) this.#server = rows[0]?.server;
    });
  }

  get config(): object {
    return this.connection.config;
  }

  get threadId(): number {
    return this.connection.threadId;
  }

  connect(): void {}

  release(): void {
    if (!this.#hasGivenUp) this.connection.release();
  }

  /** Has the server kill what is running; the caller is notified at once. */
  destroy(): void {
    this.#giveUp(new Error('The statement was abandoned.'));
  }

  query(sql: string, parameters: unknown[], callback?: Callback): Query {
    this.parts.onStatement?.(sql);
    const reply = callback as Reply;
    if (this.#lost !== undefined) {
      this.#fail(sql, this.#lost, reply);
      return noStream;
    }
    if (sql === 'begin') this.#inTransaction = true;
    const stop = this.parts.pulse.watch({
      onAway: (cause) => {
        const error = new ConnectionLostError(cause);
        this.#lose(error);
        waiting.fail(error);
      },
      onWait: () => void this.#noticeWait(waiting),
    });
    const end = () => {
      stop();
      this.#waiting = undefined;
    };
    const waiting: Waiting = {
      sql,
      since: performance.now(),
      fail: (error) => {
        end();
        this.#fail(sql, error, reply);
      },
    };
    this.#waiting = waiting;
    const onResponse = (error: Error | null, result: unknown) => {
      if (this.#waiting !== waiting) {
        this.#hasResponded = true;
        this.connection.destroy();
      } else if (error) waiting.fail(error);
      else {
        end();
        this.#succeed(sql);
        reply(null, result);
      }
    };
    if (isPrepared(sql, parameters)) {
      this.connection.execute(sql, parameters as ExecuteValues, onResponse);
    } else this.connection.query(sql, parameters, onResponse);
    return noStream;
  }

  #succeed(sql: string): void {
    if (sql === 'commit') this.parts.writes.committed();
    if (sql === 'commit' || sql === 'rollback') this.#inTransaction = false;
  }

  #fail(sql: string, error: Error, reply: Reply): void {
    // With the connection, the server ends the transaction. Kysely must not be notified: it would
    // never release the connection.
    if (sql === 'rollback') {
      this.#lose(error);
      reply(null);
      return;
    }
    // The connection leads to a server that refuses work, as after a failover; or, after a failed
    // "begin" or "commit", it is unknown whether a transaction is open.
    if (isUnavailableServer(error) || sql === 'begin' || sql === 'commit') this.#lose(error);
    reply(sql === 'commit' && !isRolledBack(error) ? new CommitUnknownError(error) : error);
  }

  #lose(error: Error): void {
    this.#lost ??= error;
    if (!this.#hasGivenUp) this.connection.destroy();
  }

  async #noticeWait(waiting: Waiting): Promise<void> {
    const waited = performance.now() - waiting.since;
    const isMigrationOn = () => isMigrating(this.parts.options, this.connection);
    if (this.#inTransaction) void this.parts.writes.noteWait(waited, isMigrationOn);
    if (waited < (waiting.sql === versionSql ? overdueVersionMs : statementTimeoutMs)) return;
    // Now, as the next check may precede the response.
    waiting.since = performance.now();
    if (waiting.sql !== versionSql && (await isMigrationOn())) return;
    if (this.#waiting !== waiting) return;
    this.#giveUp(
      new StatementTimeoutError(
        `The server can be reached, but did not respond within ${Math.round(waited / 1000)} s`,
      ),
    );
  }

  #giveUp(error: Error): void {
    const waiting = this.#waiting;
    if (waiting === undefined) {
      this.#lose(error);
      return;
    }
    this.#lost = error;
    this.#hasGivenUp = true;
    waiting.fail(error);
    const { connection } = this;
    const victim = { connection, server: this.#server, isOver: () => this.#hasResponded };
    void killStatement(victim, this.parts.options).then(() => connection.destroy());
  }
}

const noStream: Query = {
  stream() {
    throw new Error('Rows cannot be streamed.');
  },
};
