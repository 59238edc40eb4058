import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route reads bodies of any size as a stream, and enforces its own timeouts. */
    readonly isStreamed?: boolean;
  }
}

/** Whether the request is for a route that reads its body itself. */
export function isStreamed({ routeOptions }: FastifyRequest): boolean {
  return routeOptions.config?.isStreamed === true;
}
