import { randomUUID } from 'node:crypto';
import Fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import type { Config } from '../config.js';
import { createContext } from '../context.js';
import type { OpenDatabase } from '../database/open-database.js';
import { makeApollo } from './apollo.js';
import { answerUnreadable } from './client-errors.js';
import { graphqlRoute } from './graphql-route.js';
import { answerError, httpErrors, maxBodyBytes } from './http-errors.js';
import { restRoutes } from './rest-routes.js';
import { operationRunner } from './run-operation.js';

/** The HTTP server, ready to listen. Closing it closes GraphQL, but not the database. */
export async function makeServer(
  config: Config,
  database: OpenDatabase,
  onLogLine?: (line: string) => void,
): Promise<FastifyInstance> {
  const app = Fastify({
    logger: {
      level: config.log.level,
      ...(onLogLine && { stream: { write: onLogLine } }),
    },
    clientErrorHandler: answerUnreadable,
    frameworkErrors: answerError,
    genReqId: () => randomUUID(),
    bodyLimit: maxBodyBytes,
    // A client that sends headers or bodies slower than this is holding a connection, not using it.
    requestTimeout: 30_000,
    routerOptions: { ignoreTrailingSlash: true },
  });
  // JSON alone: browsers send text/plain to other sites without asking them first.
  app.removeContentTypeParser('text/plain');
  const contextOf = (request: FastifyRequest) => createContext(request.id, database.fork());
  const apollo = makeApollo(config, app.log);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());

  app.addHook('onRequest', async (_request, reply) => {
    // What is true now need not be so after the next import. GraphQL says more where it knows more.
    reply.header('cache-control', 'no-store');
  });
  // Errors first: routes keep the handler that is set when they are added.
  httpErrors(app);
  graphqlRoute(app, apollo, contextOf);
  restRoutes(app, operationRunner(apollo, contextOf));
  return app;
}
