import { createInvalidTokenError } from './access-error.js';
import type { Credentials } from './bearer-token.js';
import { readBearerToken } from './bearer-token.js';
import type { ScopeSet } from './scopes.js';
import { type AnonymousViewer, everyone, type Viewer } from './viewer.js';

/**
 * Identifies the viewer that a request comes from, before anything else is done for it. The result is a
 * promise only if a token must be verified that was not seen before. Throws an `AccessError` for
 * credentials that identify nobody: they never count as none.
 */
export type Authenticate = (request: Credentials) => Viewer | Promise<Viewer>;

/** Verifies bearer tokens of one kind. */
export interface TokenVerifier {
  /** Whether a token is of this kind, by its form alone. */
  accepts(token: string): boolean;
  /** The viewer that the token identifies. Throws an `AccessError` if there is none. */
  verify(token: string): Viewer | Promise<Viewer>;
}

/** Identifies nobody: while access control is off, every request may do everything. */
export const authenticateNobody: Authenticate = () => everyone;

/**
 * Creates the function that identifies viewers by their bearer tokens.
 *
 * @param verifiers the first one that accepts a token verifies it; a token that none accepts identifies nobody
 */
export function createAuthenticator(
  anonymousScopes: ScopeSet,
  verifiers: readonly TokenVerifier[],
): Authenticate {
  const anonymous: AnonymousViewer = { kind: 'anonymous', scopes: anonymousScopes };
  return (request) => {
    const token = readBearerToken(request);
    if (token === undefined) return anonymous;
    const verifier = verifiers.find((each) => each.accepts(token));
    if (verifier === undefined) throw createInvalidTokenError('unknown_kind');
    return verifier.verify(token);
  };
}
