import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';

/**
 * The error for a body of a content type that the route does not read.
 *
 * @param expected the types that it reads, as a message names them
 */
export function createUnsupportedContentTypeError(
  { headers }: Pick<FastifyRequest, 'headers'>,
  expected: string,
): RequestError {
  const type = headers['content-type'];
  const received = type ? `The Content-Type is "${type}"` : 'The Content-Type header is missing';
  return new RequestError('UNSUPPORTED_MEDIA_TYPE', `${received}; expected ${expected}.`);
}
