import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LRUCache } from 'lru-cache';
import { RequestError } from '../../errors/request-error.js';
import { normalizeBareHostName, normalizeHostName } from '../../text/host-name.js';
import { isLoopbackHost } from '../../text/loopback-host.js';
import { quote } from '../../text/quote.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route responds for any host. */
    readonly anyHost?: boolean;
  }
}

/** The hosts for which a service responds. */
export interface AllowedHosts {
  /** The IP address or name that it listens on. */
  readonly host: string;
  /** Those of the setting ALLOWED_HOSTS, as {@link normalizeHostName} spells them; `*` allows any. */
  readonly allowedHosts: readonly string[];
}

const localNames = ['localhost', '127.0.0.1', '[::1]'];
const maxCachedHosts = 100;
const maxCachedLength = 255;

/**
 * Creates the check of the host in a request. A service that listens on a loopback address only is
 * called by few names; any other name comes from a web page whose own host resolves to that address
 * (DNS rebinding), which no other check of ours would notice, as its requests are same-origin.
 *
 * @returns the error for a request, `BAD_REQUEST` or `MISDIRECTED_REQUEST`; undefined for none
 */
export function createHostCheck(
  app: FastifyInstance,
  { host, allowedHosts }: AllowedHosts,
): (request: FastifyRequest) => RequestError | undefined {
  const names = new Set([...localNames, ...allowedHosts, normalizeBareHostName(host)]);
  const seen = new LRUCache<string, true>({ max: maxCachedHosts });
  let isLocal = isLoopbackHost(host);
  // Only now is it known to which IP address a name resolves.
  app.server.on('listening', () => {
    const address = app.server.address();
    if (typeof address === 'object' && address) isLocal = isLoopbackHost(address.address);
  });
  return (request) => {
    const { rawHeaders, headers, httpVersion } = request.raw;
    const count = countHostHeaders(rawHeaders);
    if (count > 1) return malformed(`has ${count} "Host" headers; expected one`);
    const given = headers.host;
    if (given === undefined) {
      // No browser sends HTTP/1.0, so this is not DNS rebinding.
      return httpVersion === '1.0' ? undefined : malformed('has no "Host" header; expected one');
    }
    if (seen.get(given)) return undefined;
    const name = normalizeHostName(given);
    if (name === undefined && given !== '') {
      return malformed(
        `has the "Host" header ${quote(given, maxShownLength)}, which is not a valid host`,
      );
    }
    const isOpen = allowedHosts.includes('*') || (!isLocal && allowedHosts.length === 0);
    if (isOpen || (name !== undefined && names.has(name))) {
      if (given.length <= maxCachedLength) seen.set(given, true);
      return undefined;
    }
    return request.routeOptions.config.anyHost ? undefined : misdirected(name ?? '');
  };
}

function countHostHeaders(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

function malformed(fault: string): RequestError {
  return new RequestError('BAD_REQUEST', `The request ${fault}.`);
}

const maxShownLength = 100;

function misdirected(name: string): RequestError {
  return new RequestError(
    'MISDIRECTED_REQUEST',
    `This service does not accept requests for the host ${quote(name, maxShownLength)}; to allow it, add it to the setting ALLOWED_HOSTS.`,
  );
}
