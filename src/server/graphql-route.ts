import { type ApolloServer, HeaderMap } from '@apollo/server';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Context } from '../context.js';

/** Serves GraphQL over HTTP at `/graphql`. */
export function graphqlRoute(
  app: FastifyInstance,
  apollo: ApolloServer<Context>,
  contextOf: (request: FastifyRequest) => Context,
): void {
  app.route({
    method: ['GET', 'POST'],
    url: '/graphql',
    exposeHeadRoute: false,
    handler: async (request, reply) => {
      const { headers, status, body } = await apollo.executeHTTPGraphQLRequest({
        httpGraphQLRequest: {
          method: request.method,
          headers: headerMap(request),
          search: new URL(request.url, 'http://host.invalid').search,
          body: request.body ?? {},
        },
        context: async () => contextOf(request),
      });
      reply.code(status ?? 200).headers(Object.fromEntries(headers));
      if (body.kind === 'complete') return reply.send(body.string);
      throw new Error('An incremental response was made, though the schema has no @defer.');
    },
  });
}

function headerMap({ headers }: FastifyRequest): HeaderMap {
  const map = new HeaderMap();
  for (const [name, value] of Object.entries(headers)) {
    if (value !== undefined) map.set(name, Array.isArray(value) ? value.join(', ') : value);
  }
  return map;
}
