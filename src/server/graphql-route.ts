import type { FastifyInstance } from 'fastify';
import type { GraphqlService } from './graphql-service.js';

/** Serves GraphQL over HTTP at `/graphql`. */
export function graphqlRoute(app: FastifyInstance, answer: GraphqlService): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const { status, headers, body } = await answer(request, {
        method: request.method,
        headers: request.headers,
        search: searchOf(request.url),
        body: request.body ?? {},
      });
      return reply.code(status).headers(headers).send(body);
    },
  });
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}
