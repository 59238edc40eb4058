import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { GraphQLError, type GraphQLFormattedError } from 'graphql';
import { AbandonedError } from '../concurrency/waiter.js';
import { type ErrorCode, errorCodes, isErrorCode, RequestError } from '../errors/request-error.js';
import { maskedError } from '../graphql/format-error.js';
import { jsonType, responseType } from '../graphql/response-type.js';
import { isDraining } from './bodies/drain-body.js';
import { checkUrlLength } from './urls/url-length.js';

/** The largest body that is read, in bytes. */
export const maxBodyBytes = 16 * 1024 * 1024;

/** How much an address and the headers may have together, in bytes. */
export const maxHeaderBytes = 32 * 1024;

/** After how many seconds who was refused as `SERVICE_BUSY` may try again. */
export const retrySeconds = 5;

/** The header that every answer has. */
export const noSniffing = ['x-content-type-options', 'nosniff'] as const;

/** Answers every failed request in the shape that its address promises. */
export function handleErrors(app: FastifyInstance): void {
  app.setErrorHandler(replyWithError);
  app.setNotFoundHandler((request, reply) => {
    const methods = methodsAt(app, request);
    if (methods.length > 0) reply.header('allow', methods.join(', '));
    return answer(request, reply, notFound(request, methods));
  });
}

/** Answers a request that failed: in a handler, or before one was found for it. */
export function replyWithError(error: FastifyError, request: FastifyRequest, reply: FastifyReply) {
  const hasLeft = error.code === 'ERR_STREAM_PREMATURE_CLOSE' && reply.raw.destroyed;
  if (hasLeft || error instanceof AbandonedError) {
    // Whoever has left needs no answer, and it is nobody's fault.
    request.log.debug({ reqId: request.id }, 'A client left before its answer.');
    return reply.hijack();
  }
  return answer(request, reply, knownError(error, request) ?? maskedError(error, request.log));
}

function answer(request: FastifyRequest, reply: FastifyReply, error: GraphQLFormattedError) {
  const code = error.extensions?.code;
  reply.code(isErrorCode(code) ? errorCodes[code].status : 500);
  reply.header('cache-control', 'no-store');
  // What fails before there is a route has passed no hook.
  reply.header(...noSniffing);
  if (code === 'SERVICE_BUSY') reply.header('retry-after', retrySeconds);
  // Fastify would have it closed while the client still sends, which may never read the answer then.
  if (isDraining(request.raw)) reply.removeHeader('connection');
  const isJson = !isGraphql(request.url) || code === 'NOT_ACCEPTABLE';
  reply.type((isJson ? undefined : responseType(request.headers.accept)) ?? jsonType);
  return reply.send(errorBody(request.url, error));
}

/** The error in the shape that its address promises. */
export function errorBody(url: string, error: GraphQLFormattedError): object {
  if (isGraphql(url)) return { errors: [error] };
  return { ok: false, error: error.message, ...error.extensions };
}

const isGraphql = (url: string) => /^\/graphql(?![^/?])/.test(url);

function knownError(
  error: FastifyError,
  request: FastifyRequest,
): GraphQLFormattedError | undefined {
  if (error instanceof GraphQLError && isErrorCode(error.extensions.code)) {
    return { message: error.message, extensions: error.extensions };
  }
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return formatted(
        'UNSUPPORTED_MEDIA_TYPE',
        `The body is sent as "${request.headers['content-type'] ?? 'nothing'}"; send it with the header "Content-Type: application/json".`,
      );
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return formatted('BAD_REQUEST', 'The body is empty; a JSON text is wanted.');
    case 'FST_ERR_BAD_URL':
      return formatted(
        'BAD_REQUEST',
        `The address ${pathOf(request)} has a "%" that stands for no character of UTF-8.`,
      );
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return checkUrlLength(request)?.toJSON() ?? notFound(request, []);
    default:
      // Fastify's other errors of this range are faults of the request, like a body that is no JSON.
      return (error.statusCode ?? 500) < 500 ? formatted('BAD_REQUEST', error.message) : undefined;
  }
}

/** The methods that the address of a request answers. */
function methodsAt(app: FastifyInstance, { url }: FastifyRequest): string[] {
  const [path = ''] = url.split('?');
  return ['GET', 'HEAD', 'POST'].filter((method) => app.findRoute({ url: path, method }) !== null);
}

function notFound(request: FastifyRequest, methods: readonly string[]): GraphQLFormattedError {
  const path = pathOf(request);
  return methods.length > 0
    ? formatted(
        'METHOD_NOT_ALLOWED',
        `The address ${path} does not answer ${request.method}; it answers ${methods.join(', ')}.`,
      )
    : formatted('NOT_FOUND', `There is nothing at ${request.method} ${path}.`);
}

const maxShownLength = 100;

/** The path of a request, as far as a message shows it. */
function pathOf({ url }: FastifyRequest): string {
  const [path = ''] = url.split('?');
  return path.length > maxShownLength ? `${path.slice(0, maxShownLength)}…` : path;
}

function formatted(code: ErrorCode, message: string): GraphQLFormattedError {
  const { extensions } = new RequestError(code, message);
  return { message, extensions };
}
