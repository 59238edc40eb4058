import KeyvRedis, { createClient } from '@keyv/redis';
import { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { Breaker } from './breaker.js';
import { readStored, type StoredResponse } from './stored-response.js';

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
  const client = createClient({
    url,
    // Commands fail at once while there is no connection, and cannot pile up behind a frozen one.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 1000,
    socket: { connectTimeout: 1000, reconnectStrategy: (tries) => Math.min(100 * tries, 500) },
  });
  // Without a listener an error event would end the process; the breaker tells of failures.
  client.on('error', () => {});
  void client.connect().catch(() => {});
  const keyv = new Keyv({
    store: new KeyvRedis(client, { throwOnErrors: true, throwOnConnectError: true }),
    namespace: 'records',
    throwOnErrors: true,
  });
  keyv.on('error', () => {});
  const breaker = new Breaker({
    deadline: 100,
    suspicion: 20,
    failures: 3,
    pause: 1000,
    onChange: (open, err) =>
      open
        ? logger.warn({ err }, 'Redis does not answer; responses are cached in this process only.')
        : logger.info('Redis answers again; responses are shared.'),
  });
  return {
    async get(key, version) {
      try {
        const value = await breaker.call(() => keyv.get(`${key}:${version}`));
        return readStored(value, version);
      } catch {
        // A cache that is away must never fail a request: it is a miss.
        return undefined;
      }
    },
    set(key, response, seconds) {
      breaker
        .call(() => keyv.set(`${key}:${response.version}`, response, seconds * 1000))
        .catch(() => {});
    },
    async close() {
      keyv.removeAllListeners();
      // Not a polite QUIT: a frozen Redis would keep the process from ending.
      client.destroy();
    },
  };
}
