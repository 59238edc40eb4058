import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphqlService } from './graphql-service.js';
import { partialSuccess } from './plugins/http-status-plugin.js';

/** Serves GraphQL over HTTP at `/graphql`, and each persisted document also at `/graphql/{id}`. */
export function registerGraphqlRoute(app: FastifyInstance, answer: GraphqlService['answer']): void {
  const handler = async (
    request: FastifyRequest<{ Params: { id?: string } }>,
    reply: FastifyReply,
  ) => {
    const { status, headers, body } = await answer(reply, {
      method: request.method,
      id: request.params.id,
      headers: request.headers,
      search: searchOf(request.url),
      body: request.body ?? {},
      bodyBytes: request.bodyBytes,
    });
    // Node.js has no reason phrase for it.
    if (status === partialSuccess) reply.raw.statusMessage = 'Partial Success';
    return reply.code(status).headers(headers).send(body);
  };
  for (const url of ['/graphql', '/graphql/:id']) {
    app.route({
      method: ['GET', 'HEAD', 'POST'],
      url,
      config: { access: 'by operation' },
      handler,
    });
  }
}

function searchOf(url: string): string {
  const start = url.indexOf('?');
  return start < 0 ? '' : url.slice(start);
}
