import type { MysqlPool, MysqlPoolConnection } from 'kysely';
import { createPool, type ExecuteValues, type PoolConnection, type PoolOptions } from 'mysql2';
import type { ConnectOptions } from '../engine.js';
import { isReadOnlyServer, ServerAway } from './mysql-errors.js';
import { Pulse } from './mysql-pulse.js';

// Values are escaped by backslashes, so the server must read them; nothing is cut to fit; who waits
// for another's lock tries again after a while; and the locks of a client that was cut off, of which
// the server does not hear, are nobody's after a while.
const sessionSettings = `set session sql_mode = 'STRICT_ALL_TABLES', time_zone = '+00:00',
  innodb_lock_wait_timeout = 5, wait_timeout = 90`;

const closeMs = 1000;

const preparedStatements = new Set<string>();

/**
 * Has every connection keep a statement prepared that is run very often. Each text takes the server
 * memory for good, so there must be few. Its numbers travel as doubles, its instants in UTC.
 */
export function keepPrepared(sql: string): void {
  preparedStatements.add(sql);
}

type Answer = Parameters<MysqlPoolConnection['query']>[2];
type Query = ReturnType<MysqlPoolConnection['query']>;

/**
 * A pool of mysql2 whose callers never wait for a server that is away, and that keeps no connection
 * of which it is not known what state it is in.
 */
export function mysqlPool(
  options: PoolOptions,
  onStatement: ConnectOptions['onStatement'],
): MysqlPool {
  const pool = createPool(options);
  const pulse = new Pulse(options);
  const open = new Map<PoolConnection, MysqlPoolConnection>();
  pool.on('connection', (connection) => {
    open.set(connection, watched(connection, pulse, onStatement));
    connection.once('end', () => open.delete(connection));
    // What waits for an answer hears of it; and so does nobody when nothing waits.
    connection.on('error', () => {});
    // Sent before the first statement, which need not wait for its answer.
    connection.query(sessionSettings, (error) => {
      if (error) connection.destroy();
    });
  });
  return {
    getConnection(callback) {
      let waits = true;
      const fail = (error: unknown) => {
        waits = false;
        (callback as (error: unknown) => void)(new ServerAway(error));
      };
      const stop = pulse.watch(fail);
      pool.getConnection((error, connection) => {
        if (!waits) return connection?.release();
        stop();
        const known = open.get(connection);
        if (error || known === undefined) fail(error ?? new Error('Pool is closed.'));
        else callback(null, known);
      });
    },
    end(callback) {
      // A server that stands still does not take leave.
      const timer = setTimeout(() => {
        for (const connection of open.keys()) connection.destroy();
        callback(null);
      }, closeMs);
      // It is closed also when a server that is away did not hear of it.
      pool.end(() => {
        clearTimeout(timer);
        callback(null);
      });
    },
  };
}

/** The connection as Kysely uses it. */
function watched(
  connection: PoolConnection,
  pulse: Pulse,
  onStatement: ConnectOptions['onStatement'],
): MysqlPoolConnection {
  let lost: unknown;
  function lose(error: unknown) {
    lost = error;
    connection.destroy();
  }

  function query(sql: string, parameters: unknown[], answer: Answer): Query {
    onStatement?.(sql);
    const succeed = answer as (error: null, result?: unknown) => void;
    const fail = (error: unknown) => {
      // With the connection, the server ends the transaction. Kysely must not hear of it: it would
      // never release the connection.
      if (sql === 'rollback') {
        lose(error);
        succeed(null);
        return;
      }
      // After a failover the connection still leads to the old primary; and after a failed "begin"
      // or "commit" nobody knows whether a transaction is open.
      if (isReadOnlyServer(error) || sql === 'begin' || sql === 'commit') lose(error);
      (answer as (error: unknown) => void)(error);
    };
    if (lost !== undefined) {
      fail(lost);
      return noStream;
    }
    let waits = true;
    const stop = pulse.watch((cause) => {
      const error = new ServerAway(cause);
      waits = false;
      lose(error);
      fail(error);
    });
    // What has no parameters is asked again and again, like the version of the data. Others are mostly
    // not worth it, whose parameters then need types of their own.
    const isPrepared =
      preparedStatements.has(sql) || (parameters.length === 0 && sql.startsWith('select '));
    const answered = (error: Error | null, result: unknown) => {
      if (!waits) return;
      stop();
      if (error) fail(error);
      else succeed(null, result);
    };
    if (isPrepared) connection.execute(sql, parameters as ExecuteValues, answered);
    else connection.query(sql, parameters, answered);
    return noStream;
  }

  return {
    query: query as MysqlPoolConnection['query'],
    config: connection.config,
    get threadId() {
      return connection.threadId;
    },
    connect: () => {},
    destroy: () => connection.destroy(),
    release: () => connection.release(),
  };
}

const noStream: Query = {
  stream() {
    throw new Error('Rows are read as a whole.');
  },
};
