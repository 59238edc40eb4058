import type { FastifyInstance } from 'fastify';
import { AccessError } from '../viewer/access-error.js';
import type { Authenticate } from '../viewer/authenticate.js';
import { checkScopes } from '../viewer/check-scopes.js';
import type { ScopeRequirement } from '../viewer/scopes.js';
import type { Viewer } from '../viewer/viewer.js';
import type { RequestLimit } from './limit-requests.js';

/**
 * Who may call a route: anybody, even with credentials that are not valid (`public`); those that may
 * execute the GraphQL operation that they send (`by operation`); or those that satisfy a requirement.
 */
export type RouteAccess = 'public' | 'by operation' | ScopeRequirement;

declare module 'fastify' {
  interface FastifyContextConfig {
    /** A route without it cannot be registered. */
    readonly access?: RouteAccess;
  }
  interface FastifyRequest {
    /** Who sent the request. Not known on routes with `public` access. */
    viewer: Viewer;
  }
}

/**
 * Identifies the viewer of each request, and checks whether it has not used up its share and may call the
 * route, before the body is read. Must be called before routes are registered.
 */
export function controlAccess(
  app: FastifyInstance,
  authenticate: Authenticate,
  limit: Pick<RequestLimit, 'admit' | 'reject'>,
): void {
  app.decorateRequest('viewer', null as never);
  app.addHook('onRoute', ({ method, url, config }) => {
    if (config?.access === undefined) {
      throw new Error(`The route ${method} ${url} does not say who may call it (config.access).`);
    }
  });
  app.addHook('onRequest', (request, _reply, done) => {
    const { access } = request.routeOptions.config;
    if (access === 'public') return done();
    const enter = (viewer: Viewer) => {
      request.viewer = viewer;
      done(limit.admit(request) ?? findMissingScope(viewer, access));
    };
    const reject = (error: Error) => done(limit.reject(request, error));
    try {
      const viewer = authenticate(request.raw);
      if (viewer instanceof Promise) viewer.then(enter, reject);
      else enter(viewer);
    } catch (error) {
      reject(error as Error);
    }
  });
}

function findMissingScope(viewer: Viewer, access: RouteAccess | undefined): Error | undefined {
  // URLs without a route have no access either, and say that they are not found.
  if (access === undefined || typeof access === 'string') return undefined;
  try {
    checkScopes(viewer, [access]);
    return undefined;
  } catch (error) {
    return error as Error;
  }
}

/** Seconds after which keys of an issuer may be available again. */
const identityRetrySeconds = 5;

/**
 * The headers of a reply that rejects a viewer, by RFC 6750, section 3, and RFC 9728, section 5.1.
 *
 * @param metadataUrl where clients find the issuers whose tokens are accepted
 */
export function accessHeaders(error: unknown, metadataUrl: () => string): Record<string, string> {
  if (!(error instanceof AccessError)) return {};
  if (error.code === 'IDENTITY_UNAVAILABLE') return { 'retry-after': `${identityRetrySeconds}` };
  const { challenge } = error;
  if (challenge === undefined) return {};
  const parameters = [
    'realm="records"',
    `resource_metadata="${metadataUrl()}"`,
    ...(challenge.error ? [`error="${challenge.error}"`] : []),
    ...(challenge.scopes ? [`scope="${challenge.scopes.join(' ')}"`] : []),
  ];
  return { 'www-authenticate': `Bearer ${parameters.join(', ')}` };
}
