import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { GraphQLFormattedError } from 'graphql';
import { AbandonedError } from '../concurrency/waiter.js';
import { maskError } from '../errors/mask-error.js';
import { errorCodes, isErrorCode } from '../errors/request-error.js';
import { isDraining } from './bodies/drain-body.js';
import type { SelectErrorFormat } from './error-format.js';
import { createNotFoundError, toClientError } from './fastify-errors.js';
import { noSniffHeader } from './replies/response-headers.js';
import { retryAfterSeconds } from './server-bounds.js';

/** Additional headers of the reply for an error. */
export type ErrorHeaders = (error: unknown, request: FastifyRequest) => Record<string, string>;

/** Replies to a request that failed, in a handler or before it had one. */
export type ErrorHandler = (
  error: FastifyError,
  request: FastifyRequest,
  reply: FastifyReply,
) => FastifyReply;

/** Creates the handler that reports errors as the API at their URL does. */
export function createErrorHandler(
  formatFor: SelectErrorFormat,
  headersFor: ErrorHeaders,
): ErrorHandler {
  return (error, request, reply) => {
    const hasLeft = error.code === 'ERR_STREAM_PREMATURE_CLOSE' && reply.raw.destroyed;
    if (hasLeft || error instanceof AbandonedError) {
      // The client has left, and nothing went wrong.
      request.log.debug({ reqId: request.id }, 'A client disconnected before its response.');
      return reply.hijack();
    }
    const shown = toClientError(error, request) ?? maskError(error, request.log);
    reply.headers(headersFor(error, request));
    return sendError(request, reply, shown, formatFor);
  };
}

/** Replies to requests that no route handles. */
export function handleNotFound(app: FastifyInstance, formatFor: SelectErrorFormat): void {
  app.setNotFoundHandler((request, reply) => {
    const methods = allowedMethods(app, request);
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    return sendError(request, reply, createNotFoundError(request, methods), formatFor);
  });
}

function sendError(
  request: FastifyRequest,
  reply: FastifyReply,
  { message, extensions = {} }: Pick<GraphQLFormattedError, 'message' | 'extensions'>,
  formatFor: SelectErrorFormat,
): FastifyReply {
  const code = isErrorCode(extensions.code) ? extensions.code : undefined;
  const format = formatFor(request.url);
  reply.code(code === undefined ? 500 : errorCodes[code].status);
  reply.header('cache-control', 'no-store');
  // Requests that fail before they have a route pass no hook.
  reply.header(...noSniffHeader);
  if (code === 'SERVICE_BUSY') reply.header('retry-after', retryAfterSeconds);
  // Fastify would close the connection while the client still sends, which may then never read this.
  if (isDraining(request.raw)) reply.removeHeader('connection');
  reply.type(format.selectType(request.headers.accept, code));
  return reply.send(format.toBody({ message, extensions }));
}

/** The methods that the URL of a request allows. */
function allowedMethods(app: FastifyInstance, { url }: FastifyRequest): string[] {
  const [path = ''] = url.split('?');
  return ['GET', 'HEAD', 'POST'].filter((method) => app.findRoute({ url: path, method }) !== null);
}
