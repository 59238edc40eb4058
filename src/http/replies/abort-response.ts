import type { FastifyReply } from 'fastify';

/**
 * Resets the connection in the middle of a response, so that the client does not take what it has got
 * for the whole. To clients of HTTP/1.0, some proxies among them, a connection that is merely closed
 * is the proper end of a response.
 */
export function abortResponse({ raw }: FastifyReply): void {
  raw.socket?.resetAndDestroy();
}
