import type { FastifyError, FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { isErrorCode, RequestError } from '../errors/request-error.js';
import { createUnsupportedContentTypeError } from './bodies/unsupported-content-type.js';
import { checkUrlLength } from './urls/url-length.js';

/** The error that the client may see; undefined for an internal error. */
export function toClientError(
  error: FastifyError,
  request: FastifyRequest,
): GraphQLError | undefined {
  if (error instanceof GraphQLError && isErrorCode(error.extensions.code)) return error;
  switch (error.code) {
    case 'FST_ERR_CTP_INVALID_MEDIA_TYPE':
      return createUnsupportedContentTypeError(request, '"application/json"');
    case 'FST_ERR_CTP_EMPTY_JSON_BODY':
      return new RequestError('BAD_REQUEST', 'The request body is empty; expected JSON.');
    case 'FST_ERR_BAD_URL':
      return new RequestError(
        'BAD_REQUEST',
        `The path ${pathOf(request)} contains an invalid percent-encoding; expected UTF-8.`,
      );
    case 'FST_ERR_MAX_PARAM_LENGTH':
      return checkUrlLength(request) ?? createNotFoundError(request, []);
    default:
      // Fastify's other errors of this range are faults of the request, such as a wrong Content-Length.
      return (error.statusCode ?? 500) < 500
        ? new RequestError('BAD_REQUEST', error.message)
        : undefined;
  }
}

/** The error for a request that no route handles. @param methods those that its URL allows */
export function createNotFoundError(
  request: FastifyRequest,
  methods: readonly string[],
): RequestError {
  const path = pathOf(request);
  if (methods.length === 0) {
    return new RequestError('NOT_FOUND', `Nothing was found at ${request.method} ${path}.`);
  }
  const allowed = methods.join(', ');
  return new RequestError(
    'METHOD_NOT_ALLOWED',
    `The method ${request.method} is not allowed for ${path}; allowed: ${allowed}.`,
  );
}

const maxShownLength = 100;

/** The path of a request, shortened for a message. */
function pathOf({ url }: FastifyRequest): string {
  const [path = ''] = url.split('?');
  return path.length > maxShownLength ? `${path.slice(0, maxShownLength)}…` : path;
}
