import type { FastifyRequest } from 'fastify';
import type { Config } from '../config/config.js';

/** The URL at which the client of a request reaches the service, without a slash at the end. */
export function publicUrl({ publicUrl: configured }: Config, request: FastifyRequest): string {
  // The protocol is that of the client where a trusted proxy says so; the host was checked.
  // It may be empty, or missing in HTTP/1.0.
  return configured ?? `${request.protocol}://${request.headers.host || 'localhost'}`;
}
