import { randomUUID } from 'node:crypto';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { DataVersion } from '../cache/data-version.js';
import type { ResponseCache } from '../cache/response-cache.js';
import type { Config } from '../config.js';
import { createContext } from '../context.js';
import type { OpenDatabase } from '../database/open-database.js';
import { makeApollo } from './apollo.js';
import { answerUnreadable } from './client-errors.js';
import { closerOf } from './close-server.js';
import { graphqlRoute } from './graphql-route.js';
import { graphqlService } from './graphql-service.js';
import { healthRoutes } from './health-routes.js';
import { answerError, httpErrors, maxBodyBytes } from './http-errors.js';
import { restRoutes } from './rest-routes.js';
import { operationRunner } from './run-operation.js';

/** What the HTTP server is made of, and answers from. */
export interface ServerParts {
  readonly config: Config;
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
  /** Finishes the requests in flight and closes GraphQL, but not the database. See {@link closerOf}. */
  readonly close: () => Promise<void>;
}

/** Puts the HTTP server together. */
export async function makeServer(parts: ServerParts): Promise<Server> {
  const { config, database, version, cache, logger, stopping } = parts;
  const app = Fastify({
    loggerInstance: logger,
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerError,
    // Two lines for each request cost more than a cached answer does.
    logController: new LogController({
      disableRequestLogging: !/^(debug|trace)$/.test(config.log.level),
    }),
    genReqId: () => randomUUID(),
    bodyLimit: maxBodyBytes,
    // A client that sends headers or bodies slower than this is holding a connection, not using it.
    requestTimeout: 30_000,
    // While it closes, requests that still come on open connections are answered like all others.
    return503OnClosing: false,
    routerOptions: { ignoreTrailingSlash: true },
  });
  // JSON alone: browsers send text/plain to other sites without asking them first.
  app.removeContentTypeParser('text/plain');
  const contextOf = async (request: FastifyRequest, seen?: number) => {
    const { hasReplicas } = database.engine;
    const needed = seen ?? (hasReplicas ? await version.current() : 0);
    return createContext(request.id, await database.forkAt(needed));
  };
  const close = closerOf(app, stopping);
  const apollo = makeApollo(config, app.log, database.engine.isUnavailable);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  app.addHook('onRequest', (_request, reply, done) => {
    // What is true now need not be so after the next import. GraphQL says more where it knows more.
    reply.header('cache-control', 'no-store');
    done();
  });
  // Errors first: routes keep the handler that is set when they are added.
  httpErrors(app);
  const { httpSeconds } = config.cache;
  const answer = graphqlService({ apollo, cache, httpSeconds, contextOf });
  graphqlRoute(app, answer);
  restRoutes(app, operationRunner(answer));
  healthRoutes(app, { check: () => version.current(), stopping });
  return { app, close };
}
