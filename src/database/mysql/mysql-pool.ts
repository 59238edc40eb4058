import type { MysqlPool } from 'kysely';
import { createPool, type PoolConnection, type PoolOptions } from 'mysql2';
import type { ConnectOptions } from '../engine.js';
import { StatementTimeoutError } from '../statement-timeout.js';
import { statementTimeoutMs, WatchedConnection } from './mysql-connection.js';
import { ConnectionLostError } from './mysql-errors.js';
import { Heartbeat } from './mysql-heartbeat.js';
import type { WriteWatch } from './mysql-write-watch.js';

const closeMs = 1000;

/** A mysql2 pool whose callers never wait for an unavailable server, nor for ever. */
export function createMysqlPool(
  options: PoolOptions,
  writes: WriteWatch,
  onStatement: ConnectOptions['onStatement'],
): MysqlPool {
  const pool = createPool(options);
  const pulse = new Heartbeat(options);
  const parts = { options, pulse, writes, onStatement };
  const open = new Map<PoolConnection, WatchedConnection>();
  pool.on('connection', (connection) => {
    open.set(connection, new WatchedConnection(connection, parts));
    connection.once('end', () => open.delete(connection));
  });
  return {
    getConnection(callback) {
      let waits = true;
      const fail = (error: Error) => {
        waits = false;
        stop();
        (callback as (error: unknown) => void)(error);
      };
      const since = performance.now();
      const stop = pulse.watch({
        onAway: (cause) => fail(new ConnectionLostError(cause)),
        onWait() {
          if (performance.now() - since < statementTimeoutMs) return;
          fail(
            new StatementTimeoutError(
              `No connection to the server was free for ${statementTimeoutMs / 1000} s`,
            ),
          );
        },
      });
      pool.getConnection((error, connection) => {
        if (!waits) return connection?.release();
        stop();
        const known = open.get(connection);
        if (error || known === undefined) {
          fail(new ConnectionLostError(error ?? new Error('Pool is closed.')));
        } else callback(null, known);
      });
    },
    end(callback) {
      // A frozen server does not close its connections.
      const timer = setTimeout(() => {
        for (const connection of open.keys()) connection.destroy();
        callback(null);
      }, closeMs);
      // It is closed even if an unavailable server cannot be notified.
      pool.end(() => {
        clearTimeout(timer);
        callback(null);
      });
    },
  };
}
