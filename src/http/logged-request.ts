import type { FastifyRequest } from 'fastify';
import { hideTokenInUrl } from '../text/token-in-url.js';

/** What the log has of a request: never its headers, nor a token that was sent in its URL. */
export function describeRequest({ method, url, host, ip, socket }: FastifyRequest) {
  const { remotePort } = socket;
  return { method, url: hideTokenInUrl(url), host, remoteAddress: ip, remotePort };
}
