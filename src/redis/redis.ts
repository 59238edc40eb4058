import { hash } from 'node:crypto';
import KeyvRedis, { createClient } from '@keyv/redis';
import DataLoader from 'dataloader';
import { Keyv } from 'keyv';
import type { Logger } from 'pino';
import { computeBuildId } from './build-id.js';
import { CircuitBreaker } from './circuit-breaker.js';
import { HmacSeal, sealLength } from './hmac-seal.js';

/**
 * Strings that the processes of a service share. Losing them does no harm. All methods throw when Redis
 * fails, takes longer than 100 ms, or has failed before.
 */
export interface Redis {
  /**
   * The string that a process of this build stored under the name; undefined if there is none, if it
   * is longer than `maxLength`, or if there are keys and it was not sealed with one of them.
   */
  get(name: string, maxLength: number): Promise<string | undefined>;
  /** Stores the string for `seconds`. */
  set(name: string, text: string, seconds: number): Promise<void>;
  /**
   * Runs a Lua script with the key `records:` and the name, which processes of all builds share, and
   * returns its reply.
   */
  run(script: string, name: string, args: readonly string[]): Promise<unknown>;
  close(): void;
}

/** How to reach Redis, and which values to accept there. */
export interface RedisOptions {
  /** Like `redis://localhost:6379`. */
  readonly url: string;
  /** See {@link HmacSeal}. */
  readonly keys: readonly string[];
}

// Each command costs this process several times what one more name in it does.
const maxReads = 20;

/**
 * Opens Redis through Keyv. What is read at the same time is one command. If Redis refuses connections, is
 * killed, frozen, slow or full, the first few callers lose 100 ms each, and all others nothing; it is probed
 * every second.
 */
export function openRedis(
  { url, keys }: RedisOptions,
  logger: Pick<Logger, 'warn' | 'info'>,
): Redis {
  const namespace = `records:${computeBuildId()}`;
  const seal = new HmacSeal(keys);
  // The name includes the build, as a value that was sealed for another build must not be accepted.
  const sealedName = (name: string) => `${namespace}:${name}`;
  let closed = false;
  let connection = connect(url, namespace);
  function reconnect() {
    // The network may have dropped the connection, which then stays silent for many minutes.
    connection.close();
    if (!closed) connection = connect(url, namespace);
  }
  const breaker = new CircuitBreaker({
    deadlineMs: 100,
    suspicionMs: 20,
    maxFailures: 3,
    probeIntervalMs: 1000,
    onOpen(err) {
      if (closed) return;
      logger.warn(
        { err },
        'Redis does not respond; this process caches responses for itself, and uses its share of rate limits.',
      );
      reconnect();
    },
    onFailedProbe: reconnect,
    onClose: () => logger.info('Redis responds again; responses and rate limits are shared.'),
  });
  const reads = new DataLoader<string, unknown>(
    (names) => breaker.call(() => connection.keyv.getMany([...names])),
    { cache: false, maxBatchSize: maxReads },
  );
  return {
    async get(name, maxLength) {
      const value = await reads.load(name);
      // Others can write there as well, so a huge value is not even read.
      if (typeof value !== 'string' || value.length > maxLength + sealLength) return undefined;
      return seal.open(sealedName(name), value);
    },
    async set(name, text, seconds) {
      const sealed = seal.close(sealedName(name), text);
      await breaker.call(() => connection.keyv.set(name, sealed, seconds * 1000));
    },
    run: (script, name, args) =>
      breaker.call(() =>
        connection.run(script, { keys: [`records:${name}`], arguments: [...args] }),
      ),
    close() {
      closed = true;
      connection.close();
    },
  };
}

interface Connection {
  readonly keyv: Keyv;
  run(script: string, options: { keys: string[]; arguments: string[] }): Promise<unknown>;
  close(): void;
}

/** Opens a connection that is established, and re-established, in the background. */
function connect(url: string, namespace: string): Connection {
  const client = createClient({
    url,
    // Commands fail at once while there is no connection, and cannot pile up behind a frozen one.
    disableOfflineQueue: true,
    commandsQueueMaxLength: 1000,
    socket: { connectTimeout: 1000, reconnectStrategy: (tries) => Math.min(100 * tries, 500) },
  });
  // Without a listener, an error event would end the process; the circuit breaker reports failures.
  client.on('error', () => {});
  client.connect().catch(() => {});
  const keyv = new Keyv({
    store: new KeyvRedis(client, { throwOnErrors: true, throwOnConnectError: true }),
    useKeyPrefix: false,
    namespace,
    throwOnErrors: true,
    // Values are strings already, and parsing what others have stored must not throw here.
    serialize: ({ value }) => String(value),
    deserialize: (value) => ({ value }) as never,
  });
  keyv.on('error', () => {});
  return {
    keyv,
    async run(script, options) {
      try {
        return await client.evalSha(hash('sha1', script), options);
      } catch (error) {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error;
        return client.eval(script, options);
      }
    },
    close() {
      // Not by QUIT: a frozen Redis would keep the process from exiting.
      if (client.isOpen) client.destroy();
    },
  };
}
