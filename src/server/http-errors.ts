import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { type ErrorCode, errorCodes, isErrorCode, RequestError } from '../errors.js';
import { maskedError } from './format-error.js';

/** The largest body that is read, in bytes. */
export const maxBodyBytes = 16 * 1024 * 1024;

/** Answers every failed request in the shape that its address promises. */
export function httpErrors(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) =>
    answer(request, reply, knownError(error, request) ?? maskedError(error, request.log)),
  );
  app.setNotFoundHandler((request, reply) => answer(request, reply, notFound(app, request)));
}

function answer(request: FastifyRequest, reply: FastifyReply, error: GraphQLFormattedError) {
  const code = error.extensions?.code;
  reply.code(isErrorCode(code) ? errorCodes[code].status : 500);
  if (request.url.startsWith('/graphql')) return reply.send({ errors: [error] });
  return reply.send({ ok: false, error: error.message, ...error.extensions });
}

function knownError(
  error: FastifyError,
  request: FastifyRequest,
): GraphQLFormattedError | undefined {
  if (error instanceof GraphQLError && isErrorCode(error.extensions.code)) {
    return { message: error.message, extensions: error.extensions };
  }
  switch (error.code) {
    case 'FST_ERR_CTP_BODY_TOO_LARGE':
      return formatted(
        'BODY_TOO_LARGE',
        `The body is over ${maxBodyBytes} bytes, the most that is read. Nothing was stored.`,
      );
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return formatted(
        'UNSUPPORTED_MEDIA_TYPE',
        `The body is sent as "${request.headers['content-type'] ?? 'nothing'}"; application/json is wanted.`,
      );
    default:
      // Fastify's other errors of this range are faults of the request, like a body that is no JSON.
      return (error.statusCode ?? 500) < 500 ? formatted('BAD_REQUEST', error.message) : undefined;
  }
}

function notFound(app: FastifyInstance, request: FastifyRequest): GraphQLFormattedError {
  const [path = ''] = request.url.split('?');
  const methods = (['GET', 'POST'] as const).filter((method) =>
    app.findRoute({ url: path, method }),
  );
  return methods.length > 0
    ? formatted(
        'METHOD_NOT_ALLOWED',
        `The address ${path} does not answer ${request.method}; it answers ${methods.join(' and ')}.`,
      )
    : formatted('NOT_FOUND', `There is nothing at ${request.method} ${path}.`);
}

function formatted(code: ErrorCode, message: string): GraphQLFormattedError {
  const { extensions } = new RequestError(code, message);
  return { message, extensions };
}
