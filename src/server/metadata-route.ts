import type { FastifyInstance } from 'fastify';
import type { Config } from '../config/config.js';
import type { OpenAuthenticator } from '../viewer/open-authenticator.js';
import { scopeNames } from '../viewer/scopes.js';
import { publicUrl } from './public-url.js';

const path = '/.well-known/oauth-protected-resource';

/** Where the metadata of a service with this URL is, by RFC 9728, section 3.1. */
export function metadataUrl(serviceUrl: string): string {
  const { origin, pathname } = new URL(serviceUrl);
  return `${origin}${path}${pathname === '/' ? '' : pathname}`;
}

/** Serves the protected resource metadata of RFC 9728: which issuers' tokens are accepted, with which scopes. */
export function registerMetadataRoute(
  app: FastifyInstance,
  { config, authenticator }: { readonly config: Config; readonly authenticator: OpenAuthenticator },
): void {
  app.get(path, { config: { access: 'public' } }, async (request, reply) => {
    // Otherwise the response names the host that the client has sent, perhaps to poison a shared cache.
    if (config.publicUrl !== undefined) reply.header('cache-control', 'public, max-age=300');
    const issuers = authenticator.issuers();
    return {
      resource: publicUrl(config, request),
      ...(issuers.length > 0 && { authorization_servers: issuers }),
      scopes_supported: scopeNames,
      bearer_methods_supported: ['header'],
    };
  });
}
