import { BlockList, isIP } from 'node:net';
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { LruMap } from '../../cache/lru.js';
import { RequestError } from '../../errors/request-error.js';
import { normalizeBareHostName, normalizeHostName } from '../../text/host-name.js';
import { quote } from '../../text/quote.js';

declare module 'fastify' {
  interface FastifyContextConfig {
    /** Whether the route answers whatever host it is asked for. */
    readonly anyHost?: boolean;
  }
}

/** Which hosts a service answers for. */
export interface AllowedHosts {
  /** The address or the name that it listens on. */
  readonly host: string;
  /** The hosts of the setting, as {@link normalizeHostName} spells them; `*` stands for any. */
  readonly allowedHosts: readonly string[];
}

const local = ['localhost', '127.0.0.1', '[::1]'];
const mostRemembered = 100;
const longestName = 255;

/**
 * Makes the check of the host that a request is for. Who listens on a loopback address alone is called
 * by few names; any other comes from a web page that has its own name resolved to that address (DNS
 * rebinding), which no other check of ours would notice, as the page counts as one of the service.
 *
 * @returns what is wrong with a request: `BAD_REQUEST` or `MISDIRECTED_REQUEST`
 */
export function createHostCheck(
  app: FastifyInstance,
  { host, allowedHosts }: AllowedHosts,
): (request: FastifyRequest) => RequestError | undefined {
  const names = new Set([...local, ...allowedHosts, normalizeBareHostName(host)]);
  const seen = new LruMap<true>(mostRemembered);
  let isLocal = isLoopback(host);
  // A name says only now which address it stands for.
  app.server.on('listening', () => {
    const address = app.server.address();
    if (typeof address === 'object' && address) isLocal = isLoopback(address.address);
  });
  return (request) => {
    const { rawHeaders, headers, httpVersion } = request.raw;
    const count = hostHeaders(rawHeaders);
    if (count > 1) return malformed(`has ${count} "Host" headers; one is wanted`);
    const given = headers.host;
    if (given === undefined) {
      // No browser is that old.
      return httpVersion === '1.0' ? undefined : malformed('has no "Host" header; one is wanted');
    }
    if (seen.get(given)) return undefined;
    const name = normalizeHostName(given);
    if (name === undefined && given !== '') {
      return malformed(`has the "Host" header ${quote(given, maxShown)}, which is no host`);
    }
    const isOpen = allowedHosts.includes('*') || (!isLocal && allowedHosts.length === 0);
    if (isOpen || (name !== undefined && names.has(name))) {
      if (given.length <= longestName) seen.set(given, true);
      return undefined;
    }
    return request.routeOptions.config.anyHost ? undefined : misdirected(name ?? '');
  };
}

function hostHeaders(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 4 && name.toLowerCase() === 'host') count += 1;
  }
  return count;
}

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

function isLoopback(host: string): boolean {
  if (isIP(host) === 0) return host.toLowerCase() === 'localhost';
  return loopback.check(host, isIP(host) === 6 ? 'ipv6' : 'ipv4');
}

function malformed(fault: string): RequestError {
  return new RequestError('BAD_REQUEST', `The request ${fault}.`);
}

const maxShown = 100;

function misdirected(name: string): RequestError {
  return new RequestError(
    'MISDIRECTED_REQUEST',
    `This service does not answer for the host ${quote(name, maxShown)}; to have it answer, add the host to its setting ALLOWED_HOSTS.`,
  );
}
