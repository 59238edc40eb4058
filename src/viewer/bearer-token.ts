import type { IncomingMessage } from 'node:http';
import { hasTokenInUrl } from '../text/token-in-url.js';
import { createMalformedCredentialsError } from './access-error.js';

// No issuer makes longer ones, which take time to verify.
const maxTokenLength = 8 * 1024;

// RFC 6750, section 2.1: b64token, after a scheme in any case.
const bearer = /^bearer ([A-Za-z0-9._~+/-]+=*)$/i;

/** What of a request may contain credentials. */
export type Credentials = Pick<IncomingMessage, 'headers' | 'rawHeaders' | 'url'>;

/**
 * The bearer token of a request, not yet verified; undefined for a request without credentials.
 * Throws an `AccessError` for anything but one well-formed `Authorization` header: what is meant as a
 * token must never pass as none.
 */
export function readBearerToken({
  headers,
  rawHeaders,
  url = '',
}: Credentials): string | undefined {
  // RFC 6750 allows it there, but URLs end up in logs, histories and caches.
  if (hasTokenInUrl(url)) {
    throw createMalformedCredentialsError(
      'The query string has the parameter "access_token"; send the token in the "Authorization" header.',
    );
  }
  const { authorization } = headers;
  if (authorization === undefined) return undefined;
  if (countAuthorizations(rawHeaders) > 1) {
    throw createMalformedCredentialsError(
      'The request has several "Authorization" headers; expected one.',
    );
  }
  const token = authorization.length > maxTokenLength ? undefined : bearer.exec(authorization)?.[1];
  if (token !== undefined) return token;
  throw createMalformedCredentialsError(
    `The "Authorization" header has ${authorization.length} characters and is not "Bearer", a space, and a token of at most ${maxTokenLength} characters.`,
  );
}

function countAuthorizations(rawHeaders: readonly string[]): number {
  let count = 0;
  for (let at = 0; at < rawHeaders.length; at += 2) {
    const name = rawHeaders[at];
    if (name?.length === 13 && name.toLowerCase() === 'authorization') count += 1;
  }
  return count;
}
