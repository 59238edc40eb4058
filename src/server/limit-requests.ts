import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Caller } from '../rate-limit/caller.js';
import type { RateLimit } from '../rate-limit/rate-limit.js';
import { RateLimitError } from '../rate-limit/rate-limit-error.js';
import { formatRateLimit, formatRateLimitPolicy } from '../rate-limit/rate-limit-fields.js';
import { AccessError } from '../viewer/access-error.js';

declare module 'fastify' {
  interface FastifyRequest {
    /** Whose share the request counts for; null for requests to public routes, undefined without limits. */
    caller?: Caller | null;
  }
}

/**
 * Admits a request that imports or exports; throws why it is refused, if it is.
 *
 * @returns charges its rows as they come
 */
export type AdmitRows = (request: FastifyRequest) => (rows: number) => void;

/** Charges requests, once it is known whether they have a viewer. */
export interface RequestLimit {
  /** Why a request whose viewer is known is refused, if it is. */
  readonly admit: (request: FastifyRequest) => Error | undefined;
  /** Why a request whose viewer could not be identified is refused: for that reason, or another. */
  readonly reject: (request: FastifyRequest, error: Error) => Error;
  readonly admitRows: AdmitRows;
}

/** Limits nothing. */
export const noRequestLimit: RequestLimit = {
  admit: () => undefined,
  reject: (_request, error) => error,
  admitRows: () => () => {},
};

/** Makes every reply to a charged request say what its caller has left. */
export function limitRequests(app: FastifyInstance, limit: RateLimit): RequestLimit {
  app.decorateRequest('caller', null);
  app.addHook('onSend', ({ caller }, reply, payload, done) => {
    if (caller) {
      reply.header('ratelimit-policy', formatRateLimitPolicy(caller));
      reply.header('ratelimit', formatRateLimit(caller, performance.now()));
    }
    done(null, payload);
  });
  return {
    admit(request) {
      const caller = limit.findCaller({ viewer: request.viewer, address: addressOf(request) });
      request.caller = caller;
      return limit.admitRequest(caller);
    },
    reject(request, error) {
      const caller = limit.findCaller({ viewer: null, address: addressOf(request) });
      request.caller = caller;
      const isForged = error instanceof AccessError && error.challenge?.error !== undefined;
      return (isForged ? limit.admitStranger(caller) : limit.admitRequest(caller)) ?? error;
    },
    admitRows({ caller }) {
      if (!caller) return () => {};
      const refusal = limit.refuseRows(caller);
      if (refusal) throw refusal;
      return (rows) => caller.rows.take(rows, performance.now());
    },
  };
}

/** Where a request comes from, by the proxies that are trusted; the same for all of a Unix socket. */
const addressOf = ({ ip }: FastifyRequest) => ip ?? 'local';

/** The headers of a reply to a request that was refused for now. */
export function rateLimitHeaders(error: unknown): Record<string, string> {
  return error instanceof RateLimitError ? { 'retry-after': `${error.retryAfterSeconds}` } : {};
}
