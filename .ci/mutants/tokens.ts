import { listMutants } from './mutant.ts';

const attacks = 'tests/viewer/attacks/';
const credentials = `${attacks}credentials.test`;
const issuerKeys = 'tests/viewer/jwt/issuer-keys';
const viewersOfTokens = 'tests/viewer/jwt/viewers-of-tokens';
const claims = 'tests/viewer/jwt/token-claims';
const forged = 'tests/viewer/jwt/forged-tokens';
const staticTokens = 'tests/viewer/tokens/static-tokens';

/** Checks of tokens. */
export const tokenMutants = listMutants({
  'src/viewer/bearer-token.ts': [
    [
      'there is one Authorization header',
      'countAuthorizations(rawHeaders) > 1',
      'false',
      credentials,
    ],
    ['no token comes in a URL', 'if (hasTokenInUrl(url)) {', 'if (false) {', credentials],
    ['tokens have a bounded length', 'authorization.length > maxTokenLength', 'false', credentials],
  ],
  'src/viewer/authenticate.ts': [
    [
      'a token that nobody knows is not taken as none',
      "if (verifier === undefined) throw createInvalidTokenError('unknown_kind');",
      'if (verifier === undefined) return anonymous;',
      staticTokens,
      `${attacks}hostile-values`,
      'tests/viewer/cors',
      forged,
    ],
  ],
  'src/viewer/tokens/token-file.ts': [
    ['static tokens expire', 'Date.parse(expiresAt) <= now', 'false', staticTokens],
    [
      'static tokens are revoked',
      "if (revokedAt !== undefined) return 'revoked';",
      '',
      staticTokens,
    ],
  ],
  'src/viewer/jwt/jwt-verifier.ts': [
    ['tokens are for our audience', '...(audiences && { audience: audiences }),', '', claims],
    // The issuer is checked twice, by the selection of its keys and by jose: either check can go.
    ['algorithms are those of the issuer', 'algorithms: issuer.algorithms,', '', forged],
    [
      'tokens expire',
      "requiredClaims: ['exp', 'sub', 'iat'],",
      "requiredClaims: ['sub', 'iat'],",
      claims,
    ],
    ['tokens have a maximal age', 'maxTokenAge: maxAgeSeconds,', '', claims],
    ['tokens are of the configured type', '...(typ !== undefined && { typ }),', '', claims],
    [
      'a token has one spelling',
      "if (!token.split('.').every(isBase64Url)) throw",
      'if (false) throw',
      forged,
    ],
    [
      'ids of keys have a bounded length',
      '&& kid.length <= maxKeyIdLength',
      '',
      `${attacks}weak-keys`,
    ],
    [
      'expired tokens are not remembered',
      'Math.min(exp, iat + maxAgeSeconds) * 1000',
      'Infinity',
      `${issuerKeys}#not accepted longer`,
    ],
  ],
  'src/viewer/jwt/read-claims.ts': [
    [
      'a token that is bound to a key is not a bearer token',
      "if (Object.hasOwn(claims, 'cnf')) throw createInvalidTokenError('cnf');",
      '',
      claims,
    ],
    ['tokens are for our clients', 'if (issuer.clients && !', 'if (false && !', viewersOfTokens],
    ['ID tokens of Cognito are not access tokens', "use === 'id' || ", '', claims],
    [
      'token_use is that of the issuer',
      '(tokenUse !== undefined && use !== tokenUse)',
      'false',
      viewersOfTokens,
    ],
    [
      'other kinds of tokens are told apart by claims',
      'if (other) throw createInvalidTokenError(other);',
      '',
      claims,
    ],
    [
      'other kinds of tokens are told apart by their type',
      'if (typ === undefined && !accessTokenTypes',
      'if (false && !accessTokenTypes',
      claims,
    ],
    [
      'inherited names are not values of claims',
      'if (!Object.hasOwn(byValue, value)) continue;',
      '',
      claims,
    ],
  ],
  'src/viewer/jwt/key-set.ts': [
    [
      'keys with the exponent 1 are not used',
      'value >= 3n && value % 2n === 1n',
      'true',
      `${attacks}weak-keys`,
    ],
  ],
});
