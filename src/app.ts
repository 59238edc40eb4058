import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { pino } from 'pino';
import { DataVersion } from './cache/data-version.js';
import { MemoryStore } from './cache/memory-store.js';
import { ResponseCache } from './cache/response-cache.js';
import { createRedisStore, noSharedStore } from './cache/shared-store.js';
import { withDeadline } from './concurrency/deadline.js';
import type { Config } from './config/config.js';
import type { Database } from './database/database.js';
import { openConfiguredDatabase } from './database/open-configured-database.js';
import type { StartError } from './errors/start-error.js';
import type { StopError } from './errors/stop-error.js';
import { ApqStore } from './graphql/documents/apq-store.js';
import { PersistedOperations } from './graphql/documents/persisted-operations.js';
import { type ServerBounds, serverBounds } from './http/server-bounds.js';
import { openRedis } from './redis/redis.js';
import { createSchema } from './schema.js';
import { createServer } from './server/server.js';
import { type IdentifyViewer, identifyViewer } from './viewer/viewer.js';

// A database that does not answer must not keep the process from ending.
const databaseCloseMs = 2_000;

/** What tests may put in the place of the real thing. */
export interface Overrides {
  /** Hears the SQL of every statement. */
  readonly onStatement?: (sql: string) => void;
  /** Hears the lines of the log, which are not written then. */
  readonly onLogLine?: (line: string) => void;
  /** In the place of those of every process. */
  readonly bounds?: Partial<ServerBounds>;
  /** Makes the schema. */
  readonly schema?: () => GraphQLSchema;
  /** Tells viewers apart, which no request can do yet. */
  readonly identifyViewer?: IdentifyViewer;
}

/** The whole service. */
export interface App {
  /** Listens as the configuration says and returns the address, like `http://127.0.0.1:8000`. */
  listen(): Promise<string>;
  /** Sends a request past the network. */
  readonly inject: FastifyInstance['inject'];
  /** A unit of work on the database, for commands that work on it directly. */
  fork(): Database;
  /** Reads the manifests of persisted operations anew; faulty ones are logged, and change nothing. */
  reload(): Promise<void>;
  /** Says that it is not ready any more, waits as configured, and then closes. */
  stop(): Promise<void>;
  /**
   * Finishes the requests in flight, then closes everything. Throws a {@link StopError}, with
   * everything closed, when some were not finished in time.
   */
  close(): Promise<void>;
}

/**
 * Puts the service together. Nothing is opened before this is called.
 * Throws a {@link StartError} when the database or a manifest cannot be used.
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const { onLogLine } = overrides;
  const options = { level: config.log.level };
  const logger = onLogLine ? pino(options, { write: onLogLine }) : pino(options);
  const schema = (overrides.schema ?? createSchema)();
  const operations = await PersistedOperations.open({
    ...config.operations,
    schema,
    limits: config.limits,
    logger,
  });
  const database = await openConfiguredDatabase(config, {
    onStatement: overrides.onStatement,
    warn: (message) => logger.warn(message),
  });
  const { redisUrl: url, keys, bytes, staleSeconds } = config.cache;
  const redis = url === undefined ? undefined : openRedis({ url, keys }, logger);
  const version = new DataVersion(() => database.readVersion());
  const cache = new ResponseCache({
    memory: new MemoryStore(bytes),
    shared: redis === undefined ? noSharedStore : createRedisStore(redis),
    version,
    staleSeconds,
  });
  let stopping = false;
  const server = await createServer({
    config,
    bounds: { ...serverBounds, ...overrides.bounds },
    schema,
    operations,
    apq: new ApqStore(redis),
    database,
    version,
    cache,
    identifyViewer: overrides.identifyViewer ?? identifyViewer,
    logger,
    stopping: () => stopping,
  });

  async function close() {
    stopping = true;
    try {
      await server.close();
    } finally {
      redis?.close();
      await withDeadline(() => database.close(), databaseCloseMs).catch(() => {});
    }
  }
  return {
    listen: () => server.app.listen({ ...config.http }),
    inject: server.app.inject.bind(server.app) as FastifyInstance['inject'],
    fork: database.fork,
    reload: () => operations.reload(),
    close,
    async stop() {
      // Load balancers look at readiness from time to time, and send requests until they have seen it.
      stopping = true;
      logger.info('The service is stopping.');
      await pause(config.shutdownDelaySeconds * 1000);
      await close();
    },
  };
}
