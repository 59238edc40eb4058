import { RequestError } from '../errors/request-error.js';
import type { Scope } from './scopes.js';
import type { Viewer } from './viewer.js';

/** What `WWW-Authenticate` says of a rejected request, by RFC 6750, section 3. */
export interface Challenge {
  /** Left out for a request without credentials. */
  readonly error?: 'invalid_request' | 'invalid_token' | 'insufficient_scope';
  /** The scopes that would have been enough. */
  readonly scopes?: readonly Scope[];
}

/** A request that its viewer may not make, or whose viewer cannot be identified. */
export class AccessError extends RequestError {
  constructor(
    code: 'UNAUTHENTICATED' | 'FORBIDDEN' | 'BAD_REQUEST' | 'IDENTITY_UNAVAILABLE',
    message: string,
    /** Undefined where credentials cannot help. */
    readonly challenge?: Challenge,
    /** Why, for the log and the audit log alone: clients must not tell an expired token from a forged one. */
    readonly reason?: string,
  ) {
    super(code, message);
    if (challenge?.scopes) this.extensions.scopes = challenge.scopes;
  }
}

/**
 * The error for a token that does not identify anybody, whatever is wrong with it.
 *
 * @param reason for the logs; never contains the token
 */
export function createInvalidTokenError(reason: string): AccessError {
  return new AccessError(
    'UNAUTHENTICATED',
    'The bearer token is not valid here: it is unknown, expired, revoked or made for another service. Get a new one.',
    { error: 'invalid_token' },
    reason,
  );
}

/** The error for credentials that are not in the form of RFC 6750. */
export function createMalformedCredentialsError(message: string): AccessError {
  return new AccessError('BAD_REQUEST', message, { error: 'invalid_request' }, 'malformed');
}

/** The error while the keys of an issuer have never been loaded. */
export function createIdentityUnavailableError(reason: string): AccessError {
  return new AccessError(
    'IDENTITY_UNAVAILABLE',
    'The token cannot be verified at the moment, because the keys of its issuer are unavailable; try again later.',
    undefined,
    reason,
  );
}

/**
 * The error for a viewer that lacks scopes.
 *
 * @param missing at least one scope
 */
export function createMissingScopesError(viewer: Viewer, missing: readonly Scope[]): AccessError {
  const noun = missing.length === 1 ? 'scope' : 'scopes';
  const list = missing.map((scope) => `"${scope}"`).join(', ');
  if (viewer.kind === 'anonymous') {
    return new AccessError(
      'UNAUTHENTICATED',
      `This requires the ${noun} ${list}, which requests without a token do not have; send a bearer token in the "Authorization" header.`,
      { scopes: missing },
      'missing_scope',
    );
  }
  return new AccessError(
    'FORBIDDEN',
    `This requires the ${noun} ${list}, which the token does not grant.`,
    { error: 'insufficient_scope', scopes: missing },
    'missing_scope',
  );
}
