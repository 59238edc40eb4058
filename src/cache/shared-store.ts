import KeyvRedis, { createClient } from '@keyv/redis';
import { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { Breaker } from './breaker.js';
import { programVersion } from './program-version.js';
import {
  decodeStored,
  encodeStored,
  largestShared,
  type StoredResponse,
} from './stored-response.js';

/** The responses that the processes of a service share. Neither method ever throws or hangs. */
export interface SharedStore {
  /** The response under this key that was made from this version of the data. */
  get(key: string, version: number): Promise<StoredResponse | undefined>;
  /** Keeps the response for `seconds`, without waiting for it. */
  set(key: string, response: StoredResponse, seconds: number): void;
  close(): Promise<void>;
}

/** Keeps nothing, where no Redis is configured. */
export const noSharedStore: SharedStore = {
  get: async () => undefined,
  set() {},
  async close() {},
};

/**
 * The shared store on Redis by keyv. A Redis that is refused, killed, frozen, slow or full costs the
 * first few requests 100 ms each, and the others nothing; it is tried again every second.
 *
 * @param url like `redis://localhost:6379`
 */
export function redisStore(url: string, logger: Pick<Logger, 'warn' | 'info'>): SharedStore {
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
      logger.warn({ err }, 'Redis does not answer; responses are cached in this process only.');
      reconnect();
    },
    onFailedTrial: reconnect,
    onResume: () => logger.info('Redis answers again; responses are shared.'),
  });
  return {
    async get(key, version) {
      try {
        const value = await breaker.call(() => connection.keyv.get(`${key}:${version}`));
        return decodeStored(value, version);
      } catch {
        // A cache that is away must never fail a request: it is a miss.
        return undefined;
      }
    },
    set(key, response, seconds) {
      if (response.body.length > largestShared) return;
      const [name, value] = [`${key}:${response.version}`, encodeStored(response)];
      breaker.call(() => connection.keyv.set(name, value, seconds * 1000)).catch(() => {});
    },
    async close() {
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
