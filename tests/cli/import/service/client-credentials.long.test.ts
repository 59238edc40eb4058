import { generateKeyPairSync } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from '@jest/globals';
import { createClientCredentials } from '../../../../src/cli/import/credentials/client-credentials.js';
import { readClientFile } from '../../../../src/cli/import/credentials/client-file.js';
import { type ClientImport, rowCount, startClientImport } from '../../../support/client-import.js';
import { type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.js';
import { mixedCounts } from '../../../support/importing.js';

const pairs = {
  rsa: generateKeyPairSync('rsa', { modulusLength: 2048 }),
  ec: generateKeyPairSync('ec', { namedCurve: 'P-256' }),
  ed25519: generateKeyPairSync('ed25519'),
};

const withKey = (name: keyof typeof pairs, algorithm: string) => ({
  client_id: name,
  token_endpoint_auth_method: 'private_key_jwt',
  token_endpoint_auth_signing_alg: algorithm,
  jwks: { keys: [{ ...pairs[name].publicKey.export({ format: 'jwk' }), kid: name }] },
});

// RFC 6749 has both form-encoded, which few clients do.
const oddClient = { client_id: 'a client: 100 %', client_secret: '+:=& 100 % of the tests' };

const clients = [
  oddClient,
  withKey('rsa', 'RS256'),
  withKey('ec', 'ES256'),
  withKey('ed25519', 'EdDSA'),
];

let one: ClientImport;
beforeAll(async () => {
  one = await startClientImport({ clients });
});
afterAll(() => one.stop());

let before: number;
beforeEach(() => {
  before = one.tokenRequests();
});
afterEach(() => {
  one.proxy.faults.length = 0;
  one.proxy.headers.length = 0;
  one.proxy.onRequest = () => {};
});

const requested = () => one.tokenRequests() - before;

const pem = (name: keyof typeof pairs) =>
  String(pairs[name].privateKey.export({ type: 'pkcs8', format: 'pem' }));
const jwk = (name: keyof typeof pairs) => pairs[name].privateKey.export({ format: 'jwk' });

describe('records import --client gets a token, and imports with it, by', () => {
  test.each<[string, () => Record<string, unknown>]>([
    ['a secret', () => ({})],
    [
      'a secret with characters that must be encoded',
      () => ({ clientId: oddClient.client_id, clientSecret: oddClient.client_secret }),
    ],
    ['a key of RSA in the file, as PEM', () => ({ clientId: 'rsa', privateKey: pem('rsa') })],
    ['a key of EC in the file, as JWK', () => ({ clientId: 'ec', privateKey: jwk('ec') })],
    [
      'a key of Ed25519 in a PEM file beside it',
      () => ({ clientId: 'ed25519', privateKey: 'key.pem' }),
    ],
    [
      'a key in a JWK file, with its id',
      () => ({ clientId: 'rsa', privateKey: 'key.jwk', keyId: 'rsa' }),
    ],
    [
      'a token endpoint, without metadata',
      () => ({
        issuer: undefined,
        tokenUrl: `${one.issuer.url}/token`,
        clientId: 'ec',
        privateKey: jwk('ec'),
      }),
    ],
  ])('%s', async (_, describeClient) => {
    await one.folder.write('key.pem', pem('ed25519'));
    await one.folder.write('key.jwk', JSON.stringify(jwk('rsa')));
    const client = describeClient();
    const proof = client.privateKey ? { clientSecret: undefined } : {};
    const { code, errors } = await one.importAs({ ...client, ...proof }, '--quiet', '--restart');
    expect([code, errors]).toEqual([2, '']);
    expect(await one.report()).toMatchObject({ received: rowCount });
    // The same token for all requests.
    expect(requested()).toBe(1);
  });
});

describe('when the service rejects a token', () => {
  test('in the middle of an import, a new one is requested, and the import goes on', async () => {
    one.proxy.faults.push(undefined, undefined, { status: 401 });
    const { code, errors } = await one.importAs({}, '--quiet', '--restart');
    expect([code, errors]).toEqual([2, '']);
    expect(await one.report()).toMatchObject({ received: rowCount });
    expect(requested()).toBe(2);
    expect(new Set(one.proxy.headers.map(({ authorization }) => authorization)).size).toBe(2);
  });

  test('and the new one as well, the import stops', async () => {
    one.proxy.faults.push({ status: 401 }, { status: 401 });
    const { code, errors } = await one.importAs({}, '--quiet', '--restart');
    expect([code, errors]).toEqual([
      1,
      `The service at ${one.proxy.url}/graphql does not accept the rows. The token is missing or wrong (HTTP 401). A token that was just issued for the client file ${one.folder.file('client.json')} is rejected; check its scope, audience and resource, and whether the service accepts that issuer.\n`,
    ]);
    expect(requested()).toBe(2);
  });

  test('because it lacks a scope, the import stops at once and names the scope', async () => {
    const { code, errors } = await one.importAs({ scope: 'records:read' }, '--quiet', '--restart');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(
        'This requires the scope "imports:write", which the token does not grant.',
      ),
    ]);
    expect(requested()).toBe(1);
  });
});

test('a token is replaced before it expires', async () => {
  const short = await startClientImport({ tokenSeconds: 2 });
  try {
    // Longer than the half of the token's life for which it is used.
    short.proxy.faults.push(undefined, 'late answer', 'late answer');
    expect((await short.importAs({}, '--quiet')).code).toBe(2);
    expect(await short.report()).toMatchObject(mixedCounts(rowCount));
    expect(short.tokenRequests()).toBeGreaterThanOrEqual(3);
  } finally {
    await short.stop();
  }
});

test('requests at the same time share one token', async () => {
  const file = await one.folder.write(
    'shared.json',
    JSON.stringify({
      tokenUrl: `${one.issuer.url}/token`,
      clientId: 'nightly',
      clientSecret: 'a-secret-of-the-tests',
    }),
  );
  const credentials = createClientCredentials(await readClientFile(file, false), false);
  const { signal } = new AbortController();
  const all = await Promise.all([1, 2, 3, 4, 5].map(() => credentials.read(signal)));
  expect([new Set(all).size, requested()]).toEqual([1, 1]);
  const replaced = await Promise.all([1, 2, 3].map(() => credentials.replace(all[0], signal)));
  expect([new Set(replaced).size, requested()]).toEqual([1, 2]);
  expect(replaced[0]).not.toBe(all[0]);
});

describe('when the issuer', () => {
  let faulty: FaultyProxy;
  beforeEach(async () => {
    faulty = await startFaultyProxy(one.issuer.url);
  });
  afterEach(() => faulty.close());

  const tokenUrl = () => ({ tokenUrl: `${faulty.url}/token` });

  test('is away for a moment, the import waits for it', async () => {
    faulty.faults.push({ status: 503 }, 'no connection', {
      status: 429,
      headers: { 'retry-after': '1' },
    });
    const { code, errors } = await one.importAs(tokenUrl(), '--restart');
    expect(code).toBe(2);
    for (const what of [
      `Getting a token from ${faulty.url}/token failed. The server returned HTTP 503.`,
      `Getting a token from ${faulty.url}/token failed. It cannot be reached (`,
      'The server returned HTTP 429. It asks to wait 1 s.',
    ]) {
      expect(errors).toContain(what);
    }
  });

  test('stays away, the import stops', async () => {
    const client = { issuer: 'http://127.0.0.1:4' };
    const { code, errors } = await one.importAs(client, '--quiet', '--retry-seconds', '0');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(
        'Reading the metadata of http://127.0.0.1:4 failed. It cannot be reached (ECONNREFUSED).',
      ),
    ]);
  });

  test('refuses the client, the import stops at once and never shows the secret', async () => {
    const { code, errors } = await one.importAs({ clientSecret: 'wrong-secret' }, '--quiet');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining(
        `Getting a token from ${one.issuer.url}/token failed. The server returned HTTP 401, "invalid_client"`,
      ),
    ]);
    expect(errors).toContain(`Check the client file ${one.folder.file('client.json')}.`);
    expect(errors).not.toContain('wrong-secret');
    expect(requested()).toBe(1);
  });

  test('redirects, the secret does not follow', async () => {
    const elsewhere = await startFaultyProxy('http://127.0.0.1:9');
    faulty.faults.push({ status: 307, headers: { location: `${elsewhere.url}/token` } });
    const { code, errors } = await one.importAs(tokenUrl(), '--quiet', '--restart');
    expect([code, errors]).toEqual([1, expect.stringContaining('The server returned HTTP 307.')]);
    expect(elsewhere.bodies).toEqual([]);
    await elsewhere.close();
  });

  test.each([
    ['no token', '{}'],
    ['a page', '<html>'],
    ['a token of another kind', '{"access_token":"x","token_type":"DPoP"}'],
    ['a token that ends the header', '{"access_token":"x\\r\\ny: z","token_type":"Bearer"}'],
    ['a megabyte', ' '.repeat(1_000_000)],
  ])('returns %s, the import stops', async (_, body) => {
    faulty.faults.push({ status: 200, body });
    const { code, errors } = await one.importAs(tokenUrl(), '--quiet', '--restart');
    expect([code, errors]).toEqual([
      1,
      expect.stringContaining('The response has no bearer token, as RFC 6749 describes it.'),
    ]);
  });

  test.each([
    [
      'of another issuer',
      { issuer: 'https://other.example' },
      'It is that of "https://other.example"',
    ],
    ['without a token endpoint', { token_endpoint: undefined }, 'It has no "token_endpoint".'],
    [
      'with a token endpoint to which secrets are sent in plain text',
      { token_endpoint: 'http://id.example.com/token' },
      'Its token endpoint is http://id.example.com/token, over which secrets are sent in plain text.',
    ],
  ])('has metadata %s, the import stops', async (_, change, sentence) => {
    const metadata = { issuer: faulty.url, token_endpoint: `${faulty.url}/token`, ...change };
    const answer = { status: 200, body: JSON.stringify(metadata) };
    faulty.faults.push(answer, answer);
    const { code, errors } = await one.importAs({ issuer: faulty.url }, '--quiet', '--restart');
    expect([code, errors]).toEqual([1, expect.stringContaining(sentence)]);
    expect(requested()).toBe(0);
  });
});
