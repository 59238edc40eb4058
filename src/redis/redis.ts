import KeyvRedis, { createClient } from '@keyv/redis';
import { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { computeBuildId } from './build-id.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { HmacSeal, sealLength } from './hmac-seal.js';

/**
 * The texts that the processes of a service share, and can do without. Both methods throw when Redis
 * fails, takes longer than 100 ms, or failed before.
 */
export interface Redis {
  /**
   * The text that a process of this build keeps under the name; undefined for none, and for one that
   * is longer than it can be or, where there are keys, was not made with one of them.
   */
  get(name: string, longest: number): Promise<string | undefined>;
  /** Keeps the text for `seconds`. */
  set(name: string, text: string, seconds: number): Promise<void>;
  close(): void;
}

/** How to reach Redis, and whom to believe there. */
export interface RedisOptions {
  /** Like `redis://localhost:6379`. */
  readonly url: string;
  /** See {@link HmacSeal}. */
  readonly keys: readonly string[];
}

/**
 * Redis by keyv. One that is refused, killed, frozen, slow or full costs the first few callers 100 ms
 * each, and the others nothing; it is tried again every second.
 */
export function openRedis(
  { url, keys }: RedisOptions,
  logger: Pick<Logger, 'warn' | 'info'>,
): Redis {
  const namespace = `records:${computeBuildId()}`;
  const seal = new HmacSeal(keys);
  // What was marked for another build must not be believed either.
  const sealedName = (name: string) => `${namespace}:${name}`;
  let closed = false;
  let connection = connect(url, namespace);
  function reconnect() {
    // The network may have forgotten the connection, which then stays silent for many minutes.
    connection.close();
    if (!closed) connection = connect(url, namespace);
  }
  const breaker = new CircuitBreaker({
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
    async get(name, longest) {
      const kept: unknown = await breaker.call(() => connection.keyv.get(name));
      // Not even looked at: others can write there as well.
      if (typeof kept !== 'string' || kept.length > longest + sealLength) return undefined;
      return seal.open(sealedName(name), kept);
    },
    async set(name, text, seconds) {
      const sealed = seal.close(sealedName(name), text);
      await breaker.call(() => connection.keyv.set(name, sealed, seconds * 1000));
    },
    close() {
      closed = true;
      connection.close();
    },
  };
}

/** A connection that is made, and made again, in the background. */
function connect(url: string, namespace: string): { readonly keyv: Keyv; close(): void } {
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
    namespace,
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
