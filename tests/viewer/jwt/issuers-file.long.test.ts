import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { LookupFunction } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Overrides } from '../../../src/app.js';
import { StartError } from '../../../src/errors/start-error.js';
import { issuerAt } from '../../support/issuer-service.js';
import { answerJson, type KeyServer, lies, startKeyServer } from '../../support/key-server.js';
import { startService } from '../../support/service.js';
import { createSigningKey, testIssuer } from '../../support/signing-keys.js';

let folder: string;
let path: string;
let keys: KeyServer;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-issuers-'));
  path = join(folder, 'issuers.json');
  keys = await startKeyServer();
  keys.behave(answerJson({ keys: [(await createSigningKey('first')).jwk] }));
});
afterAll(async () => {
  await keys.close();
  await rm(folder, { recursive: true });
});

const production = { NODE_ENV: 'production' };

/** Starts a service with a file, and returns why it does not start, without the path; undefined if it does. */
async function startWith(
  file: unknown,
  env: Record<string, string> = {},
  overrides: Overrides = {},
): Promise<readonly string[] | undefined> {
  await writeFile(path, typeof file === 'string' ? file : JSON.stringify(file));
  try {
    const all = { DATABASE_URL: 'sqlite::memory:', AUTH: 'on', AUTH_ISSUERS: path, ...env };
    const service = await startService(all, undefined, {}, overrides);
    await service.stop();
    return undefined;
  } catch (error) {
    expect(error).toBeInstanceOf(StartError);
    return (error as Error).message.replaceAll(`${path}: `, '').split('\n');
  }
}

const issuer = (overrides: Record<string, unknown> = {}) => issuerAt(`${keys.url}/keys`, overrides);

test('A file as it should be is accepted, in production too', async () => {
  expect(await startWith([issuer()])).toBeUndefined();
  expect(await startWith([issuer()], production)).toBeUndefined();
});

test('All faults of a file are listed at once, with what is allowed', async () => {
  const faults = await startWith([
    {
      name: 'Main!',
      issuer: 'login.example.com',
      algorithms: ['RS256', 'HS256', 'none'],
      audience: 'x',
      leewaySeconds: 121,
      maxAgeSeconds: 1.5,
      scopesByClaim: { groups: { editors: ['imports:delete'] } },
      service: { claim: 'gty' },
    },
    { name: 'token', algorithms: [], clients: 'x' },
  ]);
  expect(faults).toMatchInlineSnapshot(`
[
  "[0].name is "Main!"; expected 1 to 32 of the characters a-z, 0-9 and "-", and not "token".",
  "[0].issuer is "login.example.com"; expected a URL like https://login.example.com/keys.",
  "[0].algorithms[1] is "HS256"; expected one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519.",
  "[0].algorithms[2] is "none"; expected one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519.",
  "[0].leewaySeconds is 121; expected a whole number from 0 to 120.",
  "[0].maxAgeSeconds is 1.5; expected a whole number from 0 to 31536000.",
  "[0].scopesByClaim.groups.editors[0] is "imports:delete"; expected one of records:read, records:export, imports:write, imports:read, imports:read-all, ops.",
  "[0].service is an object; expected {"claim": …, "values": […]}, {"claim": …, "sameAs": …} or {"claim": …, "exists": true}.",
  "[0] has the unknown member "audience".",
  "[1].name is "token"; expected 1 to 32 of the characters a-z, 0-9 and "-", and not "token".",
  "[1].issuer is missing; expected a URL like https://login.example.com/keys.",
  "[1].algorithms is an empty list; expected a list of at least one of RS256, RS384, RS512, PS256, PS384, PS512, ES256, ES384, ES512, EdDSA, Ed25519.",
  "[1].clients is "x"; expected a list of at least one string.",
]
`);
});

test.each<[string, unknown, string]>([
  ['is not JSON', '[{', 'This is not JSON: '],
  ['has no issuers', [], 'The file is an empty list; expected a list of at least one issuer.'],
  ['is no list', {}, 'The file is an object; expected a list of issuers.'],
  ['has null in it', [null], '[0] is null; expected an object.'],
])('A file that %s is refused', async (_title, file, fault) => {
  const [first] = (await startWith(file)) ?? [];
  expect(first).toContain(fault);
});

test('A file that is not there is refused', async () => {
  const missing = join(folder, 'missing.json');
  await expect(startService({ AUTH: 'on', AUTH_ISSUERS: missing })).rejects.toThrow(
    `AUTH_ISSUERS is "${missing}", a file that cannot be read: ENOENT.`,
  );
});

describe('It does not start', () => {
  test('with two issuers of the same name, or the same "iss"', async () => {
    const other = { issuer: 'https://other.example.com' };
    expect(await startWith([issuer(), issuer(other)])).toEqual([
      '[1].name is "main"; expected a value of its own: [0] has it already.',
    ]);
    expect(await startWith([issuer(), issuer({ name: 'other' })])).toEqual([
      `[1].issuer is "${testIssuer}"; expected a value of its own: [0] has it already.`,
    ]);
  });

  test('with neither audiences nor clients', async () => {
    expect(await startWith([issuer({ audiences: undefined })])).toEqual([
      expect.stringMatching(/^\[0\]\.audiences is missing; expected audiences or clients: /),
    ]);
  });

  test('with a key set and metadata', async () => {
    const discovery = `${keys.url}/metadata`;
    expect(await startWith([issuer({ discovery })])).toEqual([
      `[0].discovery is "${discovery}"; expected "jwks" or "discovery", but not both.`,
    ]);
  });
});

const resolveTo =
  (address: string): LookupFunction =>
  (_hostname, { all }, callback) => {
    const family = address.includes(':') ? 6 : 4;
    if (all) callback(null, [{ address, family }]);
    else callback(null, address, family);
  };

describe('attack 54: in production, it does not start', () => {
  test.each([
    ['http://login.example.com/keys', 'is not encrypted; expected https://'],
    ['http://10.1.2.3/keys', 'is not encrypted; expected https://'],
    ['https://169.254.169.254/latest/meta-data', 'is link-local or reserved'],
    ['https://[fe80::1]/keys', 'is link-local or reserved'],
    ['https://[fd00:ec2::254]/keys', 'is link-local or reserved'],
    ['https://[::ffff:169.254.169.254]/keys', 'is link-local or reserved'],
    ['https://0.0.0.0/keys', 'is link-local or reserved'],
    ['https://0/keys', 'is link-local or reserved'],
    ['https://2852039166/keys', 'is link-local or reserved'],
    ['https://10.1.2.3/keys', 'is in a private network; set "privateNetwork": true'],
    ['https://192.168.1.1/keys', 'is in a private network; set "privateNetwork": true'],
    ['https://[fd12::1]/keys', 'is in a private network; set "privateNetwork": true'],
    ['https://ada:secret@login.example.com/keys', 'has a user name or a password in its URL'],
  ])('with the key set %s', async (jwks, fault) => {
    const faults = await startWith([issuer({ jwks })], production);
    expect(faults).toEqual([expect.stringContaining(fault)]);
    expect(faults?.join()).not.toContain('secret');
  });

  test('with an issuer that is not encrypted, whose metadata are asked for', async () => {
    const faults = await startWith(
      [issuer({ jwks: undefined, issuer: 'http://login.example.com' })],
      production,
    );
    expect(faults).toEqual([
      expect.stringMatching(/^\[0\]\.issuer: "http:\/\/login\.example\.com\/" is not encrypted/),
    ]);
  });

  test.each([
    ['127.0.0.1', 'which is this machine itself; write "localhost" if that is meant'],
    ['::1', 'which is this machine itself; write "localhost" if that is meant'],
    ['::ffff:127.0.0.1', 'which is this machine itself; write "localhost" if that is meant'],
    ['169.254.169.254', 'which is link-local or reserved'],
    ['10.0.0.7', 'which is in a private network'],
  ])('with a name of %s', async (address, fault) => {
    const lookup = resolveTo(address);
    const jwks = 'https://login.example.com/keys';
    const faults = await startWith([issuer({ jwks })], production, { lookup });
    expect(faults).toEqual([
      expect.stringMatching(
        /^The keys of the issuer "main" cannot be loaded: "login.example.com" has /,
      ),
    ]);
    expect(faults?.join()).toContain(fault);
  });

  test('with a key set that redirects', async () => {
    keys.behave(lies['a redirect'] ?? answerJson({}));
    const before = keys.requests.length;
    const faults = await startWith([issuer()], production);
    expect(faults).toEqual([
      expect.stringContaining('answered 302, a redirect, which is not followed'),
    ]);
    expect(keys.requests).toHaveLength(before + 1);
  });

  test('with metadata that lead to another place, or describe another issuer', async () => {
    const metadata = (document: object) => {
      keys.behave(answerJson(document));
      return startWith(
        [issuer({ jwks: undefined, discovery: `${keys.url}/metadata` })],
        production,
      );
    };
    expect(await metadata({ issuer: testIssuer, jwks_uri: 'http://169.254.169.254/keys' })).toEqual(
      [expect.stringContaining('leads to a key set whose URL')],
    );
    expect(await metadata({ issuer: `${testIssuer}/`, jwks_uri: `${keys.url}/keys` })).toEqual([
      expect.stringContaining(`expected exactly "${testIssuer}"`),
    ]);
    expect(keys.requests.filter((url) => url === '/keys').length).toBeLessThan(10);
  });
});

test('An issuer in a private network is accepted in production if the file says so', async () => {
  const jwks = 'https://login.internal.example/keys';
  const lookup = resolveTo('10.255.255.1');
  // Nothing is there; the service starts, and is not ready.
  const described = [issuer({ jwks, privateNetwork: true })];
  expect(await startWith(described, production, { lookup })).toBeUndefined();
});
