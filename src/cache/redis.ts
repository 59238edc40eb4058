import KeyvRedis, { createClient } from '@keyv/redis';
import { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { Breaker } from './breaker.js';
import { programVersion } from './program-version.js';

/** What the processes of a service share, and can do without. */
export interface Redis {
  /** Does something there. Throws when it fails, takes longer than 100 ms, or others failed before. */
  call<Result>(work: (keyv: Keyv) => Promise<Result>): Promise<Result>;
  close(): void;
}

/**
 * Redis by keyv. One that is refused, killed, frozen, slow or full costs the first few callers 100 ms
 * each, and the others nothing; it is tried again every second.
 *
 * @param url like `redis://localhost:6379`
 */
export function openRedis(url: string, logger: Pick<Logger, 'warn' | 'info'>): Redis {
  let closed = false;
  let connection = connect(url);
  function reconnect() {
    // The network may have forgotten the connection, which then stays silent for many minutes.
    connection.close();
    if (!closed) connection = connect(url);
  }
  const breaker = new Breaker({
    deadline: 100,
    suspicion: 20,
    failures: 3,
    pause: 1000,
    onStop(err) {
      if (closed) return;
      logger.warn({ err }, 'Redis does not answer; responses are cached in this process only.');
      reconnect();
    },
    onFailedTrial: reconnect,
    onResume: () => logger.info('Redis answers again; responses are shared.'),
  });
  return {
    call: (work) => breaker.call(() => work(connection.keyv)),
    close() {
      closed = true;
      connection.close();
    },
  };
}

/** A connection that is made, and made again, in the background. */
function connect(url: string): { readonly keyv: Keyv; close(): void } {
  const client = createClient({
    url,
    // Commands fail at once while there is no connection, and cannot pile up behind a frozen one.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 1000,
    socket: { connectTimeout: 1000, reconnectStrategy: (tries) => Math.min(100 * tries, 500) },
  });
  // Without a listener an error event would end the process; the breaker tells of failures.
  client.on('error', () => {});
  client.connect().catch(() => {});
  const keyv = new Keyv({
    store: new KeyvRedis(client, { throwOnErrors: true, throwOnConnectError: true }),
    useKeyPrefix: false,
    namespace: `records:${programVersion()}`,
    throwOnErrors: true,
    // Values are texts already, and what others have put there must not throw here.
    serialize: ({ value }) => String(value),
    deserialize: (value) => ({ value }) as never,
  });
  keyv.on('error', () => {});
  return {
    keyv,
    close() {
      // Not a polite QUIT: a frozen Redis would keep the process from ending.
      if (client.isOpen) client.destroy();
    },
  };
}
