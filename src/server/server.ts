import type { FastifyBaseLogger, FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import type { DataVersion } from '../cache/data-version.js';
import type { ResponseCache } from '../cache/response-cache.js';
import type { Config } from '../config/config.js';
import { databaseUnavailable, type OpenDatabase } from '../database/open-database.js';
import { startApollo } from '../graphql/apollo.js';
import { createContext } from '../graphql/context.js';
import type { ApqStore } from '../graphql/documents/apq-store.js';
import type { PersistedOperations } from '../graphql/documents/persisted-operations.js';
import { UnlistedDocuments } from '../graphql/documents/unlisted-documents.js';
import { graphqlErrorFormat, isGraphqlUrl } from '../graphql/graphql-error-format.js';
import { graphqlRoute } from '../graphql/graphql-route.js';
import { graphqlService } from '../graphql/graphql-service.js';
import { AdmissionQueue } from '../http/admission-queue.js';
import { BodyMemory } from '../http/bodies/body-memory.js';
import { allowOrigins } from '../http/cors.js';
import { healthRoutes } from '../http/health-routes.js';
import { makeHttpApp } from '../http/http-app.js';
import { compressReplies } from '../http/replies/compress-replies.js';
import { CompressedForms } from '../http/replies/compressed-forms.js';
import type { ServerBounds } from '../http/server-bounds.js';
import { createShutdown } from '../http/shutdown.js';
import { pages } from './pages/pages.js';
import { bulkRoute } from './rest/bulk/bulk-route.js';
import { bulkTarget } from './rest/bulk/bulk-target.js';
import { exportRoute } from './rest/export-route.js';
import { restErrorFormat } from './rest/rest-error-format.js';
import { restRoutes } from './rest/rest-routes.js';
import { operationRunner } from './rest/run-operation.js';

/** What the HTTP server is made of, and answers from. */
export interface ServerParts {
  readonly config: Config;
  readonly bounds: ServerBounds;
  readonly schema: GraphQLSchema;
  readonly operations: PersistedOperations;
  readonly apq: ApqStore;
  readonly database: OpenDatabase;
  readonly version: DataVersion;
  readonly cache: ResponseCache;
  readonly logger: FastifyBaseLogger;
  readonly stopping: () => boolean;
}

/** The HTTP server. */
export interface Server {
  /** Ready to listen. */
  readonly app: FastifyInstance;
  /** Finishes the requests in flight and closes GraphQL, but not the database. See {@link createShutdown}. */
  readonly close: () => Promise<void>;
}

/** Puts the HTTP server together. */
export async function makeServer(parts: ServerParts): Promise<Server> {
  const { config, bounds, schema, operations, database, version, logger, stopping } = parts;
  const memory = new BodyMemory(bounds.bodyBytes);
  const app = makeHttpApp({
    logger,
    requestSeconds: config.requestSeconds,
    memory,
    connections: bounds.connections,
    errorFormatFor: (url) => (isGraphqlUrl(url) ? graphqlErrorFormat : restErrorFormat),
    hosts: { host: config.http.host, allowedHosts: config.allowedHosts },
  });
  const databaseAt = async (seen?: number) => {
    const { hasReplicas } = database.engine;
    return database.forkAt(seen ?? (hasReplicas ? await version.current() : 0));
  };
  const close = createShutdown(app, stopping);
  const isLogging = config.operations.level === 'log';
  const unlistedDocuments = isLogging ? new UnlistedDocuments(operations, app.log) : undefined;
  const apollo = await startApollo({
    ...parts,
    unlistedDocuments,
    logger: app.log,
    isUnavailable: database.engine.isUnavailable,
  });
  app.addHook('onClose', () => apollo.stop());
  keepNothing(app);
  compressReplies(app);
  allowOrigins(app, config.corsOrigins);
  // Before the routes, as one of them leads to the pages.
  if (config.ide) pages(app, schema);
  const { imports, exports } = turnsOf(app, bounds);
  const silenceSeconds = config.requestSeconds;
  const { searchMs } = config.database;
  const forms = new CompressedForms();
  const service = graphqlService({
    ...parts,
    engine: { apollo, codes: config.httpCodes },
    unlistedDocuments,
    forms,
    httpSeconds: config.cache.httpSeconds,
    limits: config.limits,
    searchMs,
    contextOf: async (request, { version: seen, signal }) =>
      createContext(request, (await databaseAt(seen)).endingWith(signal)),
  });
  graphqlRoute(app, service.answer);
  restRoutes(app, { run: operationRunner(service.find), forms });
  bulkRoute(app, {
    // What it has received is stored, whether its client waits for that or not.
    targetFor: async (request, parameters) =>
      bulkTarget(database, createContext(request, await databaseAt()), parameters),
    explained: (error) =>
      database.engine.isUnavailable(error) ? databaseUnavailable(error) : undefined,
    mostMegabytes: config.bulkMegabytes,
    // Who may be silent for long may also be slow for as long.
    pace: { silenceSeconds, slowSeconds: Math.max(bounds.slowSeconds, silenceSeconds) },
    memory,
    turns: imports,
    stopping,
  });
  exportRoute(app, { databaseAt, searchMs, turns: exports, slowSeconds: bounds.slowSeconds });
  const check = async () => {
    await version.current();
    await database.checkWrites();
  };
  healthRoutes(app, { check, stopping });
  return { app, close };
}

/** What is true now need not be so after the next import. GraphQL says more where it knows more. */
function keepNothing(app: FastifyInstance): void {
  app.addHook('onRequest', (_request, reply, done) => {
    reply.header('cache-control', 'no-store');
    done();
  });
}

/** The turns of what takes long. Nobody waits for them any more when the server closes. */
function turnsOf(app: FastifyInstance, { imports, exports, waitSeconds }: ServerBounds) {
  const turns = {
    imports: new AdmissionQueue({ what: 'imports', most: imports, waitSeconds }),
    exports: new AdmissionQueue({ what: 'exports', most: exports, waitSeconds }),
  };
  app.addHook('preClose', (done) => {
    turns.imports.close();
    turns.exports.close();
    done();
  });
  return turns;
}
