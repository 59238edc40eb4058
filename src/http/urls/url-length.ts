import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';
import { maxUrlBytes } from '../server-bounds.js';

/** The error for a request whose URL is too long; undefined otherwise. */
export function checkUrlLength({ url }: Pick<FastifyRequest, 'url'>): RequestError | undefined {
  return url.length > maxUrlBytes ? createUrlTooLongError(`has ${url.length} bytes`) : undefined;
}

/** The error for a URL that is too long. @param size a predicate, like "has 20000 bytes" */
export function createUrlTooLongError(size: string): RequestError {
  return new RequestError(
    'ADDRESS_TOO_LONG',
    `The URL ${size}; at most ${maxUrlBytes} are allowed. Send long values in the body of a POST.`,
  );
}
