import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { createInvalidTokenError } from '../access-error.js';
import { isScope, type Scope, type ScopeSet } from '../scopes.js';
import type { KnownViewer } from '../viewer.js';
import type { Issuer } from './issuer.js';

// OpenID Connect allows 255 characters.
const maxSubjectLength = 1024;

const accessTokenTypes = new Set([undefined, 'jwt', 'at+jwt', 'application/at+jwt']);

/** Claims that ID tokens (OpenID Connect Core 1.0) and other kinds of signed messages have, and access tokens have not. */
const claimsOfOtherKinds = ['nonce', 'at_hash', 'c_hash', 's_hash', 'events'] as const;

/**
 * The viewer that a token identifies, whose signature, issuer, audience and times are verified.
 * Throws an `AccessError` for tokens of another kind or client, or that are bound to a key.
 */
export function readClaims(
  issuer: Issuer,
  header: JWTHeaderParameters,
  claims: JWTPayload,
): KnownViewer {
  checkKind(issuer, header, claims);
  // RFC 7800: only the holder of a key may use it, and nobody has shown that key (RFC 8705, RFC 9449).
  if (Object.hasOwn(claims, 'cnf')) throw createInvalidTokenError('cnf');
  const client = readOwn(claims, 'client_id') ?? readOwn(claims, 'azp');
  if (issuer.clients && !(typeof client === 'string' && issuer.clients.includes(client))) {
    throw createInvalidTokenError('client_id');
  }
  return {
    kind: isService(issuer, claims) ? 'service' : 'user',
    issuer: issuer.name,
    subject: readSubject(claims),
    scopes: readScopes(issuer, claims),
    via: 'jwt',
  };
}

/** RFC 8725, section 3.12: a token of one kind must not pass as one of another. */
function checkKind(
  { tokenUse, typ }: Issuer,
  header: JWTHeaderParameters,
  claims: JWTPayload,
): void {
  if (typ === undefined && !accessTokenTypes.has(header.typ?.toLowerCase())) {
    throw createInvalidTokenError('typ');
  }
  const use = readOwn(claims, 'token_use');
  if (use === 'id' || (tokenUse !== undefined && use !== tokenUse)) {
    throw createInvalidTokenError('token_use');
  }
  const other = claimsOfOtherKinds.find((claim) => Object.hasOwn(claims, claim));
  if (other) throw createInvalidTokenError(other);
  // Keycloak's name for the kind of a token.
  if (['ID', 'Refresh', 'Logout'].includes(String(readOwn(claims, 'typ')))) {
    throw createInvalidTokenError('typ');
  }
}

function readSubject({ sub }: JWTPayload): string {
  // Its type is checked here, as jose only looks whether it is there.
  if (typeof sub === 'string' && sub !== '' && sub.length <= maxSubjectLength) {
    if (sub.isWellFormed()) return sub;
  }
  throw createInvalidTokenError('sub');
}

function readScopes(
  { scopeClaim, scopePrefix = '', scopesByClaim }: Issuer,
  claims: JWTPayload,
): ScopeSet {
  const scopes = new Set<Scope>();
  const granted = findClaim(claims, scopeClaim);
  for (const name of typeof granted === 'string' ? granted.split(' ') : listTexts(granted)) {
    const scope = name.startsWith(scopePrefix) ? name.slice(scopePrefix.length) : '';
    if (isScope(scope)) scopes.add(scope);
  }
  for (const [claim, byValue] of Object.entries(scopesByClaim)) {
    for (const value of listTexts(findClaim(claims, claim))) {
      if (!Object.hasOwn(byValue, value)) continue;
      for (const scope of byValue[value] ?? []) scopes.add(scope);
    }
  }
  return scopes;
}

function isService({ service: test }: Issuer, claims: JWTPayload): boolean {
  if (test === undefined) return false;
  const value = findClaim(claims, test.claim);
  if ('exists' in test) return (value !== undefined) === test.exists;
  if ('sameAs' in test) return value !== undefined && value === findClaim(claims, test.sameAs);
  return listTexts(value).some((text) => test.values.includes(text));
}

/** The strings in the value of a claim, which is one of them or a list. */
function listTexts(value: unknown): readonly string[] {
  if (typeof value === 'string') return [value];
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The value of a claim by its name, or by a JSON Pointer (RFC 6901). */
function findClaim(claims: JWTPayload, name: string): unknown {
  if (!name.startsWith('/')) return readOwn(claims, name);
  const steps = name.slice(1).split('/');
  return steps
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
    .reduce<unknown>((value, step) => readOwn(value, step), claims);
}

// What objects inherit does not count.
function readOwn(value: unknown, name: string): unknown {
  const isObject = typeof value === 'object' && value !== null;
  return isObject && Object.hasOwn(value, name)
    ? (value as Record<string, unknown>)[name]
    : undefined;
}
