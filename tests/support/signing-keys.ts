import {
  type CryptoKey,
  exportJWK,
  generateKeyPair,
  type JWK,
  type JWTHeaderParameters,
  type JWTPayload,
  SignJWT,
} from 'jose';

/** A key of an issuer. */
export interface SigningKey {
  readonly kid: string;
  readonly privateKey: CryptoKey;
  readonly publicKey: CryptoKey;
  /** As it stands in a key set. */
  readonly jwk: JWK;
}

/** Makes a key for an algorithm. */
export async function createSigningKey(kid: string, alg = 'RS256'): Promise<SigningKey> {
  const { privateKey, publicKey } = await generateKeyPair(alg, { extractable: true });
  return {
    kid,
    privateKey,
    publicKey,
    jwk: { ...(await exportJWK(publicKey)), kid, alg, use: 'sig' },
  };
}

/** The issuer of {@link signToken}. */
export const testIssuer = 'https://login.example.com';

/** The audience of {@link signToken}. */
export const testAudience = 'https://records.example.com';

/** Seconds since 1970. */
export const nowInSeconds = () => Math.floor(Date.now() / 1000);

/** The claims of a token for Ada that lives five minutes; the given ones replace them, or with undefined, remove them. */
export function tokenClaims(claims: Readonly<Record<string, unknown>> = {}): JWTPayload {
  return {
    iss: testIssuer,
    aud: testAudience,
    sub: 'ada',
    iat: nowInSeconds(),
    exp: nowInSeconds() + 300,
    scope: 'records:read imports:read',
    ...claims,
  } as JWTPayload;
}

/** Signs a token with the {@link tokenClaims}. */
export function signToken(
  { kid, privateKey, jwk }: SigningKey,
  claims: Readonly<Record<string, unknown>> = {},
  header: Partial<JWTHeaderParameters> = {},
): Promise<string> {
  return new SignJWT(tokenClaims(claims))
    .setProtectedHeader({ alg: jwk.alg ?? '', kid, typ: 'at+jwt', ...header })
    .sign(privateKey);
}
