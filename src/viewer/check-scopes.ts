import { createMissingScopesError } from './access-error.js';
import { findMissingScopes, type ScopeRequirement } from './scopes.js';
import type { Viewer } from './viewer.js';

/** Throws an `AccessError` if the viewer does not satisfy all requirements. */
export function checkScopes(viewer: Viewer, requirements: readonly ScopeRequirement[]): void {
  const missing = findMissingScopes(requirements, viewer.scopes);
  if (missing.length > 0) throw createMissingScopesError(viewer, missing);
}
