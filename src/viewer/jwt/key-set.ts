import { isDeepStrictEqual } from 'node:util';
import { createLocalJWKSet, type JSONWebKeySet, type JWK, type JWTVerifyGetKey } from 'jose';

const maxKeys = 50;

/** The public keys of an issuer that can verify signatures. */
export class KeySet {
  /** Finds the key of a token by its header. Rejects with an error of jose if there is not exactly one. */
  readonly find: JWTVerifyGetKey;

  private constructor(private readonly keys: readonly JWK[]) {
    this.find = createLocalJWKSet({ keys: [...keys] });
  }

  /**
   * Reads a JSON Web Key Set (RFC 7517). Keys of no use here are left out: shared secrets, private keys,
   * keys for encryption, and RSA keys that verify whatever one likes.
   * Throws an error, with a message for the log, if no key is left or there are too many.
   */
  static parse(json: unknown): KeySet {
    const all = (json as JSONWebKeySet | null)?.keys;
    if (!Array.isArray(all)) throw new Error('it is not a JSON Web Key Set, {"keys": […]}');
    if (all.length > maxKeys) throw new Error(`it has ${all.length} keys, more than ${maxKeys}`);
    const keys = all.filter(isUsable);
    if (keys.length === 0) throw new Error('it has no public key for signatures');
    return new KeySet(keys);
  }

  /** The ids of the keys that this set has and another one lacks, or has with another content. */
  idsMissingIn(other: KeySet): ReadonlySet<unknown> {
    const missing = this.keys.filter(
      (key) => !other.keys.some((same) => isDeepStrictEqual(key, same)),
    );
    return new Set(missing.map(({ kid }) => kid));
  }
}

function isUsable(key: unknown): key is JWK {
  if (typeof key !== 'object' || key === null) return false;
  const { kty, use, d, e } = key as JWK;
  if (d !== undefined || (use !== undefined && use !== 'sig')) return false;
  if (kty === 'RSA') return hasProperExponent(e);
  return kty === 'EC' || kty === 'OKP';
}

/** Whether the public exponent of an RSA key is odd and at least 3: with 1, every message is its own signature. */
function hasProperExponent(exponent: unknown): boolean {
  if (typeof exponent !== 'string') return false;
  const value = BigInt(`0x0${Buffer.from(exponent, 'base64url').toString('hex')}`);
  return value >= 3n && value % 2n === 1n;
}
