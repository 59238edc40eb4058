import type { FastifyReply } from 'fastify';

/**
 * Resets the connection in the middle of a response, so that the client does not take the part that it
 * got for the whole. To HTTP/1.0 clients, some proxies among them, merely closing a connection is the
 * proper end of a response.
 */
export function abortResponse({ raw }: FastifyReply): void {
  raw.socket?.resetAndDestroy();
}
