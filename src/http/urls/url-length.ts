import type { FastifyRequest } from 'fastify';
import { RequestError } from '../../errors/request-error.js';

/** The longest address that is answered, in bytes. */
export const maxAddressBytes = 16 * 1024;

/** Why a request is refused whose address is too long; undefined where it is not. */
export function refuseLongAddress({ url }: Pick<FastifyRequest, 'url'>): RequestError | undefined {
  return url.length > maxAddressBytes ? addressTooLong(`has ${url.length} bytes`) : undefined;
}

/** The error for an address of which `size` is known, like "has 20000 bytes". */
export function addressTooLong(size: string): RequestError {
  return new RequestError(
    'ADDRESS_TOO_LONG',
    `The address ${size}; at most ${maxAddressBytes} are read. Send what is long in the body of a POST.`,
  );
}
