import type { FastifyInstance } from 'fastify';
import { type ScopeRequirement, scopeNames } from '../../viewer/scopes.js';
import { ownerOf } from '../../viewer/viewer.js';

const everybody: ScopeRequirement = [];

/**
 * `GET /v1/viewer`: whom the service takes the sender of the request for, and what they may do. Clients
 * cannot read that from opaque tokens, and need not from others.
 */
export function registerViewerRoute(app: FastifyInstance): void {
  app.get('/v1/viewer', { config: { access: everybody } }, async ({ viewer }) => ({
    // Under this name, imports and idempotency keys are theirs.
    id: ownerOf(viewer),
    kind: viewer.kind,
    scopes: scopeNames.filter((scope) => viewer.scopes.has(scope)),
  }));
}
