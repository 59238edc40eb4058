import { createInvalidTokenError } from '../../src/viewer/access-error.js';
import type { Authenticate } from '../../src/viewer/authenticate.js';
import { readBearerToken } from '../../src/viewer/bearer-token.js';
import type { Scope } from '../../src/viewer/scopes.js';
import type { Viewer } from '../../src/viewer/viewer.js';

/** A viewer with this name and these scopes. */
export function viewer(subject: string, ...scopes: readonly Scope[]): Viewer {
  return { kind: 'user', issuer: 'test', subject, scopes: new Set(scopes), via: 'jwt' };
}

/**
 * Identifies viewers by tokens that stand for themselves, and everybody else as anonymous.
 *
 * @param anonymous what viewers without a token may do
 */
export function identifyBy(
  viewers: Readonly<Record<string, Viewer>>,
  ...anonymous: readonly Scope[]
): Authenticate {
  return (request) => {
    const token = readBearerToken(request);
    if (token === undefined) return { kind: 'anonymous', scopes: new Set(anonymous) };
    const found = viewers[token];
    if (found === undefined) throw createInvalidTokenError('unknown');
    return found;
  };
}

/** The header with a token. */
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
