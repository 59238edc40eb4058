import { hash } from 'node:crypto';
import { decodeJwt, decodeProtectedHeader, errors, jwtVerify } from 'jose';
import { SingleFlight } from '../../concurrency/single-flight.js';
import { AccessError, createInvalidTokenError } from '../access-error.js';
import type { TokenVerifier } from '../authenticate.js';
import type { KnownViewer, Viewer } from '../viewer.js';
import type { Issuer } from './issuer.js';
import type { KeySource } from './key-source.js';
import { readClaims } from './read-claims.js';
import { TokenCache, type VerifiedToken } from './token-cache.js';

const maxKeyIdLength = 128;

/** An issuer with its keys. */
export interface IssuerWithKeys {
  readonly issuer: Issuer;
  readonly keys: KeySource;
}

/** Verifies JSON Web Tokens (RFC 7519, RFC 9068) as RFC 8725 demands. */
export class JwtVerifier implements TokenVerifier {
  readonly #byIssuer: ReadonlyMap<string, IssuerWithKeys>;
  readonly #cache = new TokenCache();
  readonly #verifications = new SingleFlight<KnownViewer>();

  constructor(
    issuers: readonly IssuerWithKeys[],
    private readonly logger: { debug(fields: object, message: string): void },
  ) {
    this.#byIssuer = new Map(issuers.map((each) => [each.issuer.issuer, each]));
  }

  /** Forgets tokens that were verified by keys which are not valid any longer. */
  forget(keys: KeySource, ids: ReadonlySet<unknown>): void {
    this.#cache.forget(keys, ids);
  }

  /** Static tokens have no dot. */
  accepts(token: string): boolean {
    return token.includes('.');
  }

  verify(token: string): Viewer | Promise<Viewer> {
    const known = hash('sha256', token);
    return (
      this.#cache.find(known) ??
      this.#verifications.run(known, () => this.#verifyFirst(token, known))
    );
  }

  async #verifyFirst(token: string, known: string): Promise<KnownViewer> {
    try {
      const { issuer, keys } = this.#selectIssuer(token);
      const { generation } = keys;
      const verified = await verifyWith({ issuer, keys }, token);
      // A key may have been dropped in the meantime.
      if (keys.generation === generation) this.#cache.addVerified(known, verified);
      return verified.viewer;
    } catch (error) {
      if (error instanceof AccessError) this.#noteRejection(known, error);
      throw error;
    }
  }

  #noteRejection(known: string, error: AccessError): void {
    const { code, reason } = error;
    this.logger.debug({ code, reason }, 'A token is not valid.');
    // The next request may find the key.
    const mayChange = code !== 'UNAUTHENTICATED' || reason === errors.JWKSNoMatchingKey.code;
    if (!mayChange) this.#cache.addRejected(known, error);
  }

  /** By what the token says, which only decides with whose keys and rules it is verified. */
  #selectIssuer(token: string): IssuerWithKeys {
    if (!token.split('.').every(isBase64Url)) throw createInvalidTokenError('malformed');
    const { kid, iss } = decode(token);
    if (kid !== undefined && !(typeof kid === 'string' && kid.length <= maxKeyIdLength)) {
      throw createInvalidTokenError('kid');
    }
    const found = typeof iss === 'string' ? this.#byIssuer.get(iss) : undefined;
    if (found === undefined) throw createInvalidTokenError('unknown_issuer');
    return found;
  }
}

/**
 * Whether a text is what encoding some bytes results in, without padding (RFC 7515, section 2). Decoders
 * accept more, and one token must not have many spellings.
 */
function isBase64Url(text: string): boolean {
  return Buffer.from(text, 'base64url').toString('base64url') === text;
}

/** What a token says, which may all be wrong. */
function decode(token: string): { readonly kid: unknown; readonly iss: unknown } {
  try {
    return { kid: decodeProtectedHeader(token).kid, iss: decodeJwt(token).iss };
  } catch (error) {
    throw toAccessError(error);
  }
}

async function verifyWith({ issuer, keys }: IssuerWithKeys, token: string): Promise<VerifiedToken> {
  const { maxAgeSeconds, audiences, typ } = issuer;
  const { payload, protectedHeader } = await jwtVerify(token, keys.find, {
    algorithms: issuer.algorithms,
    issuer: issuer.issuer,
    requiredClaims: ['exp', 'sub', 'iat'],
    clockTolerance: issuer.leewaySeconds,
    maxTokenAge: maxAgeSeconds,
    ...(audiences && { audience: audiences }),
    ...(typ !== undefined && { typ }),
  }).catch((error) => {
    throw toAccessError(error);
  });
  const { exp = 0, iat = 0 } = payload;
  return {
    viewer: readClaims(issuer, protectedHeader, payload),
    validUntil: Math.min(exp, iat + maxAgeSeconds) * 1000,
    keys,
    keyId: protectedHeader.kid,
  };
}

/** The rejection for an error of jose. */
function toAccessError(error: unknown): AccessError {
  if (error instanceof AccessError) return error;
  if (error instanceof errors.JWTClaimValidationFailed || error instanceof errors.JWTExpired) {
    return createInvalidTokenError(`${error.code} ${error.claim}`);
  }
  // For some keys and headers, it is a TypeError or an error of the Web Cryptography API.
  return createInvalidTokenError(error instanceof errors.JOSEError ? error.code : 'unsupported');
}
