import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';

/** The longest address that is answered, in bytes. */
export const maxUrlBytes = 16 * 1024;

/** Why a request is refused whose address is too long; undefined where it is not. */
export function checkUrlLength({ url }: Pick<FastifyRequest, 'url'>): RequestError | undefined {
  return url.length > maxUrlBytes ? urlTooLong(`has ${url.length} bytes`) : undefined;
}

/** The error for an address of which `size` is known, like "has 20000 bytes". */
export function urlTooLong(size: string): RequestError {
  return new RequestError(
    'ADDRESS_TOO_LONG',
    `The address ${size}; at most ${maxUrlBytes} are read. Send what is long in the body of a POST.`,
  );
}
