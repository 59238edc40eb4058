import type { FastifyInstance } from 'fastify';
import { registerIdePage } from './ide-page.js';
import type { PageOptions } from './page-options.js';
import { registerSandboxPage } from './sandbox-page.js';

/** Serves the pages for writing queries, `/ide` and `/sandbox`, and redirects browsers from `/graphql`. */
export function registerPages(app: FastifyInstance, options: PageOptions): void {
  registerIdePage(app, options);
  registerSandboxPage(app, options);
  app.addHook('onRequest', (request, reply, done) => {
    const isRead = request.method === 'GET' || request.method === 'HEAD';
    const isVisit = isRead && /\btext\/html\b/.test(request.headers.accept ?? '');
    // To a browser, GraphQL itself would only show an error.
    const [, slash] = /^\/graphql(\/?)(?:\?|$)/.exec(request.url) ?? [];
    if (isVisit && slash !== undefined) reply.redirect(slash === '' ? './ide' : '../ide', 303);
    else done();
  });
}
