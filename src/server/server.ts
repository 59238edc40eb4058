import type { FastifyBaseLogger, FastifyInstance, FastifyRequest } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { AuditLog } from '../audit/audit-log.js';
import type { DataVersion } from '../cache/data-version.js';
import type { ResponseCache } from '../cache/response-cache.js';
import type { Config } from '../config/config.js';
import type { Database } from '../database/database.js';
import { createUnavailableError, type OpenDatabase } from '../database/open-database.js';
import { DocumentScopes } from '../graphql/access/document-scopes.js';
import { startApollo } from '../graphql/apollo.js';
import { Context, ExecutionNotes } from '../graphql/context.js';
import type { ApqStore } from '../graphql/documents/apq-store.js';
import type { PersistedOperations } from '../graphql/documents/persisted-operations.js';
import { UnlistedDocuments } from '../graphql/documents/unlisted-documents.js';
import { graphqlErrorFormat, isGraphqlUrl } from '../graphql/graphql-error-format.js';
import { registerGraphqlRoute } from '../graphql/graphql-route.js';
import { createGraphqlService, type GraphqlServiceParts } from '../graphql/graphql-service.js';
import { AdmissionQueue } from '../http/admission-queue.js';
import { BodyMemory } from '../http/bodies/body-memory.js';
import { allowOrigins } from '../http/cors.js';
import { registerHealthRoutes } from '../http/health-routes.js';
import { createHttpApp } from '../http/http-app.js';
import { compressReplies } from '../http/replies/compress-replies.js';
import { CompressedBodies } from '../http/replies/compressed-bodies.js';
import type { ServerBounds } from '../http/server-bounds.js';
import { createShutdown } from '../http/shutdown.js';
import type { RateLimit } from '../rate-limit/rate-limit.js';
import type { OpenAuthenticator } from '../viewer/open-authenticator.js';
import { requireScope } from '../viewer/scopes.js';
import { auditRequests } from './audit-requests.js';
import {
  type AdmitRows,
  limitRequests,
  noRequestLimit,
  rateLimitHeaders,
} from './limit-requests.js';
import { metadataUrl, registerMetadataRoute } from './metadata-route.js';
import type { PageOptions } from './pages/page-options.js';
import { registerPages } from './pages/pages.js';
import { registerRecordsPage } from './pages/records-page.js';
import { publicUrl } from './public-url.js';
import type { BulkOptions } from './rest/bulk/bulk-options.js';
import { registerBulkRoute } from './rest/bulk/bulk-route.js';
import { createBulkTarget } from './rest/bulk/bulk-target.js';
import { registerExportRoute } from './rest/export/export-route.js';
import { createFilterReader } from './rest/export/filter-reader.js';
import { restErrorFormat } from './rest/rest-error-format.js';
import { registerRestRoutes } from './rest/rest-routes.js';
import { createOperationRunner } from './rest/run-operation.js';
import { accessHeaders, controlAccess } from './route-access.js';

/** What the HTTP server is made of. */
export interface ServerParts {
  readonly config: Config;
  readonly bounds: ServerBounds;
  readonly schema: GraphQLSchema;
  readonly operations: PersistedOperations;
  readonly apq: ApqStore;
  readonly database: OpenDatabase;
  readonly version: DataVersion;
  readonly cache: ResponseCache;
  readonly authenticator: OpenAuthenticator;
  readonly audit: AuditLog;
  /** Undefined if callers are not limited. */
  readonly limit: RateLimit | undefined;
  /** Where the records page was built. */
  readonly pageFolder: string;
  readonly logger: FastifyBaseLogger;
  readonly isStopping: () => boolean;
}

/** The HTTP server. */
export interface Server {
  /** Ready to listen. */
  readonly app: FastifyInstance;
  /** Finishes the requests in flight and closes GraphQL, but not the database. See {@link createShutdown}. */
  readonly close: () => Promise<void>;
}

/** Puts the HTTP server together. */
export async function createServer(parts: ServerParts): Promise<Server> {
  const { config, bounds, schema, operations, database, limit, logger } = parts;
  const { isStopping: stopping } = parts;
  const memory = new BodyMemory(bounds.bodyBytes);
  const app = createHttpApp({
    logger,
    requestSeconds: config.requestSeconds,
    memory,
    connections: bounds.connections,
    errorFormatFor: (url) => (isGraphqlUrl(url) ? graphqlErrorFormat : restErrorFormat),
    hosts: { host: config.http.host, allowedHosts: config.allowedHosts },
    errorHeaders: (error, request) => ({
      ...accessHeaders(error, () => metadataUrl(publicUrl(config, request))),
      ...rateLimitHeaders(error),
    }),
    trustedProxies: config.trustedProxies,
  });
  await allowOrigins(app, config.corsOrigins);
  auditRequests(app, parts.audit);
  const { admitRows, ...requestLimit } = limit ? limitRequests(app, limit) : noRequestLimit;
  controlAccess(app, parts.authenticator.authenticate, requestLimit);
  const scopes = new DocumentScopes(schema, config.auth.isOn && config.production);
  const openDatabase = createDatabaseOpener(parts);
  const close = createShutdown(app, stopping);
  const isLogging = config.operations.level === 'log';
  const unlistedDocuments = isLogging ? new UnlistedDocuments(operations, app.log) : undefined;
  const { apollo, direct } = await startApollo({
    ...parts,
    scopes,
    unlistedDocuments,
    logger: app.log,
    isUnavailable: database.engine.isUnavailable,
  });
  app.addHook('onClose', () => apollo.stop());
  forbidCaching(app);
  compressReplies(app);
  // Before the routes, as one of them redirects to the pages.
  if (config.pages !== 'off') registerPages(app, pageOptions(config, schema));
  if (config.hasPage) registerRecordsPage(app, parts.pageFolder);
  const { searchMs } = config.database;
  const forms = new CompressedBodies();
  const service = createGraphqlService({
    ...parts,
    server: { apollo, direct, codes: config.httpCodes },
    unlistedDocuments,
    scopes,
    forms,
    httpSeconds: config.cache.httpSeconds,
    limits: config.limits,
    searchMs,
    contextOf: createContextMaker(parts, openDatabase),
  });
  registerGraphqlRoute(app, service.answer);
  if (config.auth.isOn) registerMetadataRoute(app, parts);
  registerRestRoutes(app, { run: createOperationRunner(service.find), forms });
  registerStreams(app, parts, { openDatabase, memory, admitRows });
  registerHealthRoutes(app, {
    check: () => checkDatabase(parts),
    findReasonNotReady: parts.authenticator.findReasonNotReady,
    isStopping: stopping,
  });
  return { app, close };
}

function createContextMaker(
  { audit }: ServerParts,
  openDatabase: OpenDatabaseAt,
): GraphqlServiceParts['contextOf'] {
  return async (request, { notes, version, signal }) => {
    const database = await openDatabase(version);
    return new Context(request, database.endingWith(signal, notes.stopwatch), notes, audit);
  };
}

/** Imports and exports of any number of rows. */
function registerStreams(
  app: FastifyInstance,
  parts: ServerParts,
  {
    openDatabase,
    memory,
    admitRows,
  }: { openDatabase: OpenDatabaseAt; memory: BodyMemory; admitRows: AdmitRows },
): void {
  const { bounds, audit, config } = parts;
  const { imports, exports } = createAdmissionQueues(app, bounds);
  const bulk = { openDatabase, memory, queue: imports, admitRows };
  registerBulkRoute(app, createBulkOptions(parts, bulk));
  const { searchMs } = config.database;
  const { slowSeconds } = bounds;
  registerExportRoute(app, {
    ...{ openDatabase, audit, searchMs, queue: exports, slowSeconds, admitRows },
    readFilter: createFilterReader(parts.schema, config.limits, config.production),
    contextOf: (request: FastifyRequest, database: Database) =>
      new Context(request, database, new ExecutionNotes(request.viewer, request.caller), audit),
  });
}

/** Opens a unit of work on a database that has the given version of the data, or the present one. */
type OpenDatabaseAt = (version?: number) => Promise<Database>;

function createDatabaseOpener({ database, version }: ServerParts): OpenDatabaseAt {
  return async (seen) => {
    const { hasReplicas } = database.engine;
    return database.forkAt(seen ?? (hasReplicas ? await version.current() : 0));
  };
}

/** What the pages show, and to whom. */
function pageOptions({ pages, auth, production }: Config, schema: GraphQLSchema): PageOptions {
  return {
    access: pages === 'public' ? 'public' : requireScope('ops'),
    // Otherwise the page asks for it, with the token that its user enters.
    schema: auth.isOn && production ? undefined : schema,
  };
}

/** Responses may be outdated after the next import. GraphQL replaces the header where it knows more. */
function forbidCaching(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
}

/** Creates the queues of long requests. Nothing waits in them any longer once the server closes. */
function createAdmissionQueues(
  app: FastifyInstance,
  { imports, exports, waitSeconds }: ServerBounds,
) {
  const queues = {
    imports: new AdmissionQueue({ what: 'imports', maxConcurrent: imports, waitSeconds }),
    exports: new AdmissionQueue({ what: 'exports', maxConcurrent: exports, waitSeconds }),
  };
  app.addHook('preClose', (done) => {
    queues.imports.close();
    queues.exports.close();
    done();
  });
  return queues;
}

function createBulkOptions(
  { config, bounds, database, audit, isStopping: stopping }: ServerParts,
  {
    openDatabase,
    ...rest
  }: { openDatabase: OpenDatabaseAt } & Pick<BulkOptions, 'memory' | 'queue' | 'admitRows'>,
): BulkOptions {
  const idleSeconds = config.requestSeconds;
  return {
    ...rest,
    audit,
    // Without a signal: rows that were received are stored, even if the client has disconnected.
    createTarget: async (request, parameters) =>
      createBulkTarget(database, await openDatabase(), request.viewer, parameters),
    toClientError: (error) =>
      database.engine.isUnavailable(error) ? createUnavailableError(error) : undefined,
    maxMegabytes: config.bulkMegabytes,
    // A client that may be idle for long may also be slow for as long.
    timeouts: { idleSeconds, slowSeconds: Math.max(bounds.slowSeconds, idleSeconds) },
    isStopping: stopping,
  };
}

async function checkDatabase({ version, database }: ServerParts): Promise<void> {
  await version.current();
  await database.checkWrites();
}
