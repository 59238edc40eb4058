import type { FastifyRequest } from 'fastify';
import { hideTokenInUrl } from '../text/token-in-url.js';

/** The fields of a request in the log: never its headers, nor a token in its URL. */
export function describeRequest({ method, url, host, ip, socket }: FastifyRequest) {
  const { remotePort } = socket;
  return { method, url: hideTokenInUrl(url), host, remoteAddress: ip, remotePort };
}
