import { createHmac, createSecretKey, randomBytes } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CompactEncrypt, exportSPKI, SignJWT, UnsecuredJWT } from 'jose';
import {
  expectInvalidToken,
  type IssuerService,
  startIssuerService,
} from '../../support/issuer-service.js';
import { answerJson, type KeyServer, startKeyServer } from '../../support/key-server.js';
import {
  createSigningKey,
  type SigningKey,
  signToken,
  tokenClaims,
} from '../../support/signing-keys.js';

let started: IssuerService;
let canary: KeyServer;
let foreign: SigningKey;
let good: string;

beforeAll(async () => {
  started = await startIssuerService();
  canary = await startKeyServer();
  foreign = await createSigningKey('first');
  canary.behave(answerJson({ keys: [foreign.jwk] }));
  good = await signToken(started.key);
});
afterAll(async () => {
  await started.stop();
  await canary.close();
});

const encode = (value: unknown) =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** A token with this header, as it is, signed by the key of the issuer. */
async function signRaw(header: object): Promise<string> {
  const input = `${encode(header)}.${encode(tokenClaims())}`;
  const { privateKey } = started.key;
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', privateKey, Buffer.from(input));
  return `${input}.${Buffer.from(signature).toString('base64url')}`;
}

/** A token with these members in its header, signed by the key of the forger. */
const signForeign = (header: object, claims = tokenClaims()) =>
  new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256', kid: 'first', ...header })
    .sign(foreign.privateKey);

function signByHmac(secret: string | Buffer): string {
  const input = `${encode({ alg: 'HS256', kid: 'first', typ: 'at+jwt' })}.${encode(tokenClaims())}`;
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
}

const signatureOf = (token: string) => token.split('.')[2] ?? '';

test('A token as it should be is accepted', async () => {
  expect(await started.ask(good)).toMatchObject({ status: 200 });
  const raw = await signRaw({ alg: 'RS256', kid: 'first' });
  expect(await started.ask(raw)).toMatchObject({ status: 200 });
});

test.each<[string, () => string | Promise<string>]>([
  ['attack 1: the algorithm "none"', () => new UnsecuredJWT(tokenClaims()).encode()],
  [
    'attack 1: the algorithm "none", with the signature of another token',
    () => `${encode({ alg: 'none' })}.${encode(tokenClaims())}.${signatureOf(good)}`,
  ],
  [
    'attack 1: the algorithm "None"',
    () => `${encode({ alg: 'None', kid: 'first' })}.${encode(tokenClaims())}.AA`,
  ],
  [
    'attack 1: no algorithm',
    () => `${encode({ kid: 'first' })}.${encode(tokenClaims())}.${signatureOf(good)}`,
  ],
  [
    'attack 2: HS256 with the public key as PEM for its secret',
    async () => signByHmac(await exportSPKI(started.key.publicKey)),
  ],
  [
    'attack 2: HS256 with the modulus for its secret',
    () => signByHmac(Buffer.from(started.key.jwk.n ?? '', 'base64url')),
  ],
  [
    'attack 2: HS256 with the JWK for its secret',
    () => signByHmac(JSON.stringify(started.key.jwk)),
  ],
  ['attack 3: the key of the forger in the header', () => signForeign({ jwk: foreign.jwk })],
  [
    'attack 3: the key of the forger in the header, without the id of a key',
    () => signForeign({ jwk: foreign.jwk, kid: undefined }),
  ],
  ['attack 4: "jku" in the header', () => signForeign({ jku: `${canary.url}/jku` })],
  ['attack 4: "x5u" in the header', () => signForeign({ x5u: `${canary.url}/x5u` })],
  [
    'attack 4: "iss" is a URL of the forger',
    () => signForeign({}, tokenClaims({ iss: canary.url })),
  ],
  ['attack 5: "kid" is a path', () => signForeign({ kid: '../../../../dev/null' })],
  ['attack 5: "kid" is SQL', () => signForeign({ kid: "' or '1'='1" })],
  ['attack 5: "kid" has 129 characters', () => signForeign({ kid: 'k'.repeat(129) })],
  ['attack 5: "kid" has 5,000 characters', () => signForeign({ kid: 'k'.repeat(5000) })],
  ['attack 5: "kid" is a number', () => signRaw({ alg: 'RS256', kid: 1 })],
  ['attack 6: an unknown "crit"', () => signRaw({ alg: 'RS256', kid: 'first', crit: ['x'], x: 1 })],
  [
    'attack 6: a payload that is not encoded',
    () => signRaw({ alg: 'RS256', kid: 'first', crit: ['b64'], b64: false }),
  ],
  [
    'attack 15: an encrypted token',
    () =>
      new CompactEncrypt(Buffer.from(good))
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', cty: 'JWT' })
        .encrypt(createSecretKey(randomBytes(32))),
  ],
  ['attack 15: two parts', () => good.split('.').slice(0, 2).join('.')],
  ['attack 15: four parts', () => `${good}.AA`],
  ['attack 15: one part', () => 'garbage'],
  ['attack 15: only dots', () => '..'],
  [
    'The payload of another token',
    () => good.replace(/\.[^.]*\./, `.${encode(tokenClaims({ sub: 'bob' }))}.`),
  ],
  ['A signature of zeros', () => good.replace(/[^.]*$/, Buffer.alloc(256).toString('base64url'))],
])('%s: rejected, and the forger is never asked for keys', async (_title, forge) => {
  await expectInvalidToken(started, await forge());
  expect(canary.requests).toEqual([]);
});

test('attack 5: a header with a "kid" of 10 KB is rejected before it is decoded', async () => {
  const token = await signForeign({ kid: 'k'.repeat(10_000) });
  expect(await started.ask(token)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
});

test('attack 13: a token of 200 KB is rejected before it is decoded', async () => {
  const token = await signToken(started.key, { filler: 'x'.repeat(150_000) });
  expect(token.length).toBeGreaterThan(200_000);
  expect(await started.ask(token)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  // Over the network, Node.js does not read such headers either.
  const url = await started.service.app.listen();
  const answer = await fetch(`${url}/v1/`, { headers: { authorization: `Bearer ${token}` } });
  expect(answer.status).toBe(431);
});

test('attack 14: a token with padding or white space is rejected', async () => {
  const [header, payload, signature] = good.split('.');
  await expectInvalidToken(started, `${good}=`);
  await expectInvalidToken(started, `${good}==`);
  for (const forged of [
    `${header}=.${payload}.${signature}`,
    `${header}. ${payload}.${signature}`,
    `${good} ${good}`,
    `${good},x`,
  ]) {
    expect(await started.ask(forged)).toMatchObject({ status: 400, code: 'BAD_REQUEST' });
  }
});

test('attack 14: a token that differs in unused bits alone, which decodes to the same bytes, is rejected', async () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  const twin = alphabet[alphabet.indexOf(good.at(-1) ?? '') ^ 1];
  await expectInvalidToken(started, `${good.slice(0, -1)}${twin}`);
});

test('The log has the reason of each rejection, and no token', () => {
  const log = started.log.join('\n');
  for (const reason of ['unknown_issuer', 'ERR_JOSE_ALG_NOT_ALLOWED', 'ERR_JWS_INVALID', 'kid']) {
    expect(log).toContain(`"reason":"${reason}`);
  }
  expect(log).not.toMatch(/eyJ[\w-]{10}/);
});
