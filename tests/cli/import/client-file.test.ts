import { generateKeyPairSync } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder, ndjson } from '../../support/importing.js';
import { item } from '../../support/service.js';

let folder: ImportFolder;
let rows: string;
beforeAll(async () => {
  folder = await importFolder();
  rows = await folder.write('rows.ndjson', ndjson([item()]));
});
afterAll(() => folder.remove());

const secret = { clientId: 'ci', clientSecret: 'the-secret' };
const issuer = 'https://id.example.com';
const encrypted = generateKeyPairSync('ec', {
  namedCurve: 'P-256',
  privateKeyEncoding: { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' },
  publicKeyEncoding: { type: 'spki', format: 'pem' },
}).privateKey;
const publicKey = generateKeyPairSync('ed25519').publicKey.export({ format: 'jwk' });

test.each<[string, unknown, string]>([
  ['not JSON', '{"clientSecret": "the-secret"', 'is not JSON.'],
  ['not an object', [], 'The file: Invalid input: expected object, received array.'],
  ['without an issuer', secret, 'The file: must have "issuer", "tokenUrl" or both.'],
  ['without a client', { issuer, clientSecret: 'the-secret' }, 'clientId: Invalid input'],
  [
    'without a secret',
    { issuer, clientId: 'ci' },
    'The file: must have either "clientSecret" or "privateKey".',
  ],
  [
    'with a secret and a key',
    { issuer, ...secret, privateKey: 'key.pem' },
    'The file: must have either "clientSecret" or "privateKey".',
  ],
  ['with a word misspelled', { issuer, ...secret, scopes: 'x' }, 'Unrecognized key: "scopes".'],
  [
    'with an issuer that is not a URL',
    { ...secret, issuer: 'id.example.com' },
    'issuer: must be a URL like https://id.example.com.',
  ],
  [
    'with an issuer over which secrets are sent in plain text',
    { ...secret, issuer: 'http://id.example.com' },
    '"issuer" is "http://id.example.com", over which secrets are sent in plain text. Use https:, or pass --allow-plain-token if the network is trusted.',
  ],
  [
    'with a token endpoint over which secrets are sent in plain text',
    { ...secret, issuer, tokenUrl: 'http://169.254.169.254/token' },
    '"tokenUrl" is "http://169.254.169.254/token", over which',
  ],
  [
    'with a key that is missing',
    { issuer, clientId: 'ci', privateKey: 'none.pem' },
    'none.pem cannot be read (ENOENT).',
  ],
  [
    'with a key that has a passphrase',
    { issuer, clientId: 'ci', privateKey: encrypted },
    'cannot be used; it must be a PEM file without a passphrase, or a private JSON Web Key, of RSA, EC or Ed25519.',
  ],
  [
    'with a public key',
    { issuer, clientId: 'ci', privateKey: publicKey },
    'cannot be used; it must be a PEM file without a passphrase',
  ],
])('records import --client says what is wrong with a file %s', async (_, content, sentence) => {
  const text = typeof content === 'string' ? content : JSON.stringify(content);
  const client = await folder.write('client.json', text);
  const args = [rows, '--url', 'http://127.0.0.1:4', '--client', client, '--quiet'];
  const { code, errors } = await folder.import(args);
  expect([code, errors]).toEqual([1, expect.stringContaining(sentence)]);
  expect(errors).toContain(folder.path);
  expect(errors).not.toContain('the-secret');
  expect(errors).not.toContain('Nothing was stored');
});
