import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { SignJWT } from 'jose';
import {
  expectInvalidToken,
  type IssuerService,
  issuerAt,
  startIssuerService,
} from '../../support/issuer-service.js';
import {
  nowInSeconds,
  signToken,
  testAudience,
  testIssuer,
  tokenClaims,
} from '../../support/signing-keys.js';

const other = { issuer: 'https://other.example.com', audience: 'https://reports.example.com' };

let started: IssuerService;
beforeAll(async () => {
  started = await startIssuerService((url) => [
    issuerAt(url, { scopesByClaim: { groups: { editors: ['records:read'] } } }),
    // Its keys are the same.
    issuerAt(url, { name: 'other', issuer: other.issuer, audiences: [other.audience] }),
    issuerAt(url, { name: 'strict', issuer: 'https://strict.example.com', typ: 'at+jwt' }),
  ]);
});
afterAll(() => started.stop());

const now = nowInSeconds();

test.each<[string, Record<string, unknown>]>([
  ['attack 7: it has expired', { exp: now - 60 }],
  ['attack 7: it is not valid yet', { nbf: now + 120 }],
  ['attack 7: it was issued in the future', { iat: now + 120, exp: now + 600 }],
  ['attack 7: it was issued more than a day ago', { iat: now - 86_500 }],
  ['attack 8: it has no "exp"', { exp: undefined }],
  ['attack 8: "exp" is a string', { exp: String(now + 300) }],
  ['attack 8: "exp" is null', { exp: null }],
  ['attack 8: it has no "iat"', { iat: undefined }],
  ['attack 8: it has no "sub"', { sub: undefined }],
  ['attack 8: "sub" is empty', { sub: '' }],
  ['attack 8: "sub" is a number', { sub: 7 }],
  ['attack 8: "sub" is a list', { sub: ['ada'] }],
  ['attack 8: "sub" has 1,025 characters', { sub: 'a'.repeat(1025) }],
  ['attack 8: "sub" has half a character', { sub: 'a\ud800' }],
  ['attack 9: another audience', { aud: other.audience }],
  ['attack 9: no audience', { aud: undefined }],
  ['attack 9: the audience within a longer one', { aud: `${testAudience}.evil.example` }],
  ['attack 9: an object for an audience', { aud: { [testAudience]: true } }],
  ['attack 10: the issuer with a slash', { iss: `${testIssuer}/` }],
  ['attack 10: the issuer in capitals', { iss: testIssuer.toUpperCase() }],
  ['attack 10: a list of issuers', { iss: [testIssuer] }],
  ['attack 10: no issuer', { iss: undefined }],
  ['attack 11: an ID token by "nonce"', { nonce: 'n' }],
  ['attack 11: an ID token by "at_hash"', { at_hash: 'h' }],
  ['attack 11: an ID token by "token_use"', { token_use: 'id' }],
  ['attack 11: an ID token by "typ"', { typ: 'ID' }],
  ['attack 11: a logout token', { events: {} }],
  ['attack 12: the audience of another issuer with the same key', { aud: other.audience }],
  ['attack 12: the issuer with the same key and another audience', { iss: other.issuer }],
  ['attack 16: it is bound to a key (DPoP)', { cnf: { jkt: 'x' } }],
  ['attack 16: it is bound to a certificate', { cnf: { 'x5t#S256': 'x' } }],
  ['attack 16: it is bound to nothing that we know', { cnf: null }],
])('%s: rejected', async (_title, claims) => {
  await expectInvalidToken(started, await signToken(started.key, claims));
});

test.each(['logout+jwt', 'secevent+jwt', 'dpop+jwt', 'application/id+jwt'])(
  'attack 11: the header says that it is of the kind %s: rejected',
  async (typ) => {
    await expectInvalidToken(started, await signToken(started.key, {}, { typ }));
  },
);

test('attack 9: a list of audiences with ours among them is accepted', async () => {
  const aud = [other.audience, testAudience];
  expect((await started.ask(await signToken(started.key, { aud }))).status).toBe(200);
});

test('attack 12: two issuers that share a key are accepted by their own rules', async () => {
  const token = await signToken(started.key, { iss: other.issuer, aud: other.audience });
  expect((await started.ask(token)).status).toBe(200);
});

test('The header "typ" may be missing or "JWT", unless the issuer has another one', async () => {
  const statusWith = async (claims: object, typ: string | undefined) => {
    const header = { alg: 'RS256', kid: started.key.kid, ...(typ && { typ }) };
    const token = new SignJWT(tokenClaims({ ...claims })).setProtectedHeader(header);
    return (await started.ask(await token.sign(started.key.privateKey))).status;
  };
  const strict = { iss: 'https://strict.example.com' };
  expect(await statusWith({}, undefined)).toBe(200);
  expect(await statusWith({}, 'JWT')).toBe(200);
  expect(await statusWith({}, 'application/at+jwt')).toBe(200);
  expect(await statusWith(strict, undefined)).toBe(401);
  expect(await statusWith(strict, 'JWT')).toBe(401);
  expect(await statusWith(strict, 'AT+JWT')).toBe(200);
});

test('Clocks may differ by 30 seconds', async () => {
  for (const claims of [{ exp: now - 5 }, { nbf: now + 20 }, { iat: now + 20 }]) {
    expect((await started.ask(await signToken(started.key, claims))).status).toBe(200);
  }
});

describe('attack 53: names that every object inherits', () => {
  const inherited = ['constructor', '__proto__', 'toString', 'hasOwnProperty'];

  test('are no scopes', async () => {
    const token = await signToken(started.key, { scope: inherited.join(' '), groups: inherited });
    expect(await started.ask(token)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });

  test('have no claims in them', async () => {
    const hostile = '{"__proto__":{"scope":"records:read","groups":["editors"]}}';
    const claims = { ...tokenClaims({ scope: '' }), ...JSON.parse(hostile) };
    expect(Object.hasOwn(claims, '__proto__')).toBe(true);
    const token = await signToken(started.key, claims);
    expect(await started.ask(token)).toMatchObject({ status: 403, code: 'FORBIDDEN' });
  });
});
