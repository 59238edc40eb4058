import { lookup as lookUpAddresses } from 'node:dns';
import { lookup } from 'node:dns/promises';
import type { LookupFunction } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { type Logger, pino } from 'pino';
import { openAuditLog } from './audit/open-audit-log.js';
import { reasonOf } from './audit/request-audit.js';
import { DataVersion } from './cache/data-version.js';
import { MemoryStore } from './cache/memory-store.js';
import { ResponseCache } from './cache/response-cache.js';
import { createRedisStore, noSharedStore } from './cache/shared-store.js';
import { withDeadline } from './concurrency/deadline.js';
import type { Config } from './config/config.js';
import { findUnsafeSettings } from './config/unsafe-settings.js';
import type { Database } from './database/database.js';
import { StartError } from './errors/start-error.js';
import type { StopError } from './errors/stop-error.js';
import { ApqStore } from './graphql/documents/apq-store.js';
import { PersistedOperations } from './graphql/documents/persisted-operations.js';
import { describeRequest } from './http/logged-request.js';
import { type ServerBounds, serverBounds } from './http/server-bounds.js';
import { RateLimit } from './rate-limit/rate-limit.js';
import type { Redis } from './redis/redis.js';
import { createSchema } from './schema.js';
import { openIndexedDatabase } from './search/index/open-indexed-database.js';
import { pageFolder } from './server/pages/page-files.js';
import { createServer } from './server/server.js';
import type { Authenticate } from './viewer/authenticate.js';
import { openAuthenticator } from './viewer/open-authenticator.js';

// A database that does not respond must not keep the process from ending.
const databaseCloseMs = 2_000;

/** What tests may replace. */
export interface Overrides {
  /** Called with the SQL of every statement. */
  readonly onStatement?: (sql: string) => void;
  /** Called with each log line, which is then not written. */
  readonly onLogLine?: (line: string) => void;
  /** Overrides of the bounds of every process. */
  readonly bounds?: Partial<ServerBounds>;
  /** Creates the schema. */
  readonly schema?: () => GraphQLSchema;
  /** Identifies the viewers of requests. */
  readonly authenticate?: Authenticate;
  /** As `dns.lookup`: finds the addresses of issuers. */
  readonly lookup?: LookupFunction;
  /** Where the records page was built. */
  readonly pageFolder?: string;
}

/** The whole service. */
export interface App {
  /** Starts listening on the configured address and returns the URL, like `http://127.0.0.1:8000`. */
  listen(): Promise<string>;
  /** Handles a request without the network. */
  readonly inject: FastifyInstance['inject'];
  /** A unit of work, for commands that use the database directly. */
  fork(): Database;
  /** Reloads the manifests, issuers and static tokens; invalid ones are logged, and nothing changes. */
  reload(): Promise<void>;
  /** Reports that it is no longer ready, waits as configured, then closes. */
  stop(): Promise<void>;
  /**
   * Finishes the requests in flight, then closes everything. Throws a {@link StopError}, with
   * everything closed, if some did not finish in time.
   */
  close(): Promise<void>;
}

/**
 * Composes the service. Nothing is opened before this is called.
 * Throws a {@link StartError} when the database or a manifest cannot be used.
 */
export async function createApp(config: Config, overrides: Overrides = {}): Promise<App> {
  const logger = createLogger(config, overrides);
  const faults = findUnsafeSettings(config);
  if (faults.length > 0) throw new StartError(faults.join('\n'));
  const schema = (overrides.schema ?? createSchema)();
  const operations = await PersistedOperations.open({
    ...config.operations,
    hasPage: config.hasPage,
    schema,
    limits: config.limits,
    logger,
  });
  const { audit, authenticator, database } = await openParts(config, overrides, logger);
  const redis = await openConfiguredRedis(config, logger);
  const version = new DataVersion(() => database.readVersion());
  const cache = createResponseCache(config, redis, version);
  const limit = config.rateLimit.isOn ? new RateLimit({ ...config.rateLimit, redis }) : undefined;
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
    audit,
    authenticator: overrides.authenticate
      ? { ...authenticator, authenticate: overrides.authenticate }
      : authenticator,
    limit,
    pageFolder: overrides.pageFolder ?? pageFolder,
    logger,
    isStopping: () => stopping,
  });

  async function close() {
    stopping = true;
    try {
      await server.close();
    } finally {
      limit?.close();
      redis?.close();
      authenticator.close();
      await withDeadline(() => database.close(), databaseCloseMs).catch(() => {});
      audit.record({ action: 'stop', outcome: 'success' });
      await audit.close();
    }
  }
  return {
    listen: async () => server.app.listen(await resolveLocalhost(config.http)),
    inject: server.app.inject.bind(server.app) as FastifyInstance['inject'],
    fork: database.fork,
    async reload() {
      await audit.reopen();
      const reloads = await Promise.all([operations.reload(), authenticator.reload()]);
      audit.record({ action: 'reload', outcome: reloads.every(Boolean) ? 'success' : 'failure' });
    },
    close,
    async stop() {
      // Load balancers poll readiness, and send requests until they have noticed.
      stopping = true;
      logger.info('The service is stopping.');
      await pause(config.shutdownDelaySeconds * 1000);
      await close();
    },
  };
}

/** Opens what must be closed again. If one part cannot be opened, none is left open. */
async function openParts(config: Config, overrides: Overrides, logger: Logger) {
  const audit = await openAuditLog(config.audit, logger);
  audit.record({ action: 'start', outcome: 'success' });
  const onKeysChange = (issuer: string) =>
    audit.record({ action: 'keys-change', outcome: 'success', details: { issuer } });
  try {
    const options = { ...authenticatorOptions(config, overrides), onKeysChange };
    const authenticator = await openAuthenticator(options, logger);
    const database = await openIndexedDatabase(config, {
      onStatement: overrides.onStatement,
      warn: (message) => logger.warn(message),
    }).catch((error) => {
      authenticator.close();
      throw error;
    });
    return { audit, authenticator, database };
  } catch (error) {
    audit.record({ action: 'stop', outcome: 'failure', reason: reasonOf(error) });
    await audit.close();
    throw error;
  }
}

async function openConfiguredRedis({ cache: { redisUrl: url, keys } }: Config, logger: Logger) {
  if (url === undefined) return undefined;
  // Loaded on demand: its client is a fifth of all modules.
  const { openRedis } = await import('./redis/redis.js');
  return openRedis({ url, keys }, logger);
}

function authenticatorOptions({ auth, production }: Config, overrides: Overrides) {
  return { ...auth, production, lookup: overrides.lookup ?? lookUpAddresses };
}

function createLogger({ log: { level } }: Config, { onLogLine }: Overrides): Logger {
  const options = { level, serializers: { req: describeRequest } };
  return onLogLine ? pino(options, { write: onLogLine }) : pino(options);
}

function createResponseCache(
  { cache: { bytes, staleSeconds } }: Config,
  redis: Redis | undefined,
  version: DataVersion,
): ResponseCache {
  return new ResponseCache({
    memory: new MemoryStore(bytes),
    shared: redis === undefined ? noSharedStore : createRedisStore(redis),
    version,
    staleSeconds,
  });
}

/**
 * Listens on one address of `localhost`, by IPv4 where it has one. For each further address, Fastify would
 * start a server of its own, without the connection limit and the handlers of the first.
 */
async function resolveLocalhost({ host, port }: Config['http']): Promise<Config['http']> {
  if (host !== 'localhost') return { host, port };
  const { address } = await lookup(host, { family: 4 }).catch(() => lookup(host));
  return { host: address, port };
}
