import type { FastifyInstance } from 'fastify';
import type { GraphQLSchema } from 'graphql';
import { registerIdePage } from './ide-page.js';
import { registerSandboxPage } from './sandbox-page.js';

/** Serves the pages for writing queries, `/` and `/sandbox`, and redirects browsers from `/graphql`. */
export function registerPages(app: FastifyInstance, schema: GraphQLSchema): void {
  registerIdePage(app, schema);
  registerSandboxPage(app);
  app.addHook('onRequest', (request, reply, done) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isVisit = isRead && /\btext\/html\b/.test(request.headers.accept ?? '');
    // To a browser, GraphQL itself would only show an error.
    const [, slash] = /^\/graphql(\/?)(?:\?|$)/.exec(request.url) ?? [];
    if (isVisit && slash !== undefined) reply.redirect(slash === '' ? './' : '../', 303);
    else done();
  });
}
