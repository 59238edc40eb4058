import { createHash } from 'node:crypto';
import { afterEach, expect, test } from '@jest/globals';
import { type IssuerService, startIssuerService } from '../../support/issuer-service.js';
import { answerJson } from '../../support/key-server.js';
import { createSigningKey, tokenClaims } from '../../support/signing-keys.js';

let started: IssuerService | undefined;
afterEach(() => started?.stop());

const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
// RFC 8017, section 9.2: what a signature by RSASSA-PKCS1-v1_5 with SHA-256 is a power of.
const digestInfo = Buffer.from('3031300d060960864801650304020105000420', 'hex');

/** A token that nobody signed: with the public exponent 1, the padded hash is its own signature. */
function forgeToken(kid: string, bytes: number): string {
  const text = `${encode({ alg: 'RS256', kid, typ: 'at+jwt' })}.${encode(tokenClaims())}`;
  const hashed = Buffer.concat([digestInfo, createHash('sha256').update(text).digest()]);
  const padding = Buffer.alloc(bytes - hashed.length - 3, 0xff);
  const signature = Buffer.concat([Buffer.from([0, 1]), padding, Buffer.from([0]), hashed]);
  return `${text}.${signature.toString('base64url')}`;
}

test('A key with the public exponent 1, which verifies what nobody has signed, is not used', async () => {
  started = await startIssuerService();
  const { jwk } = await createSigningKey('weak');
  started.keys.behave(answerJson({ keys: [started.key.jwk, { ...jwk, e: 'AQ' }] }));
  // The unknown key has the set loaded again.
  expect(await started.ask(forgeToken('weak', 256))).toMatchObject({ status: 401 });
  expect(started.keys.requests.length).toBe(2);
});

test('A token whose key id is too long to be one does not have the keys loaded again', async () => {
  started = await startIssuerService();
  const statusFor = async (kid: string) => (await started?.ask(forgeToken(kid, 256)))?.status;
  expect(await statusFor('k'.repeat(129))).toBe(401);
  expect(started.keys.requests.length).toBe(1);
  expect(await statusFor('k'.repeat(128))).toBe(401);
  expect(started.keys.requests.length).toBe(2);
});
