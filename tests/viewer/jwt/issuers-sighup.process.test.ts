import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../support/checkout.js';
import { issuerAt } from '../../support/issuer-service.js';
import { answerJson, type KeyServer, startKeyServer } from '../../support/key-server.js';
import { createSigningKey, signToken } from '../../support/signing-keys.js';

// Processes take their time to start where the machine is busy.
jest.setTimeout(60_000);

let checkout: Checkout;
let folder: string;
let keys: KeyServer;
beforeAll(async () => {
  checkout = await checkOut();
  folder = await mkdtemp(join(tmpdir(), 'records-issuers-'));
  keys = await startKeyServer();
});
afterAll(async () => {
  await checkout.remove();
  await keys.close();
  await rm(folder, { recursive: true });
});

test('attack 56: SIGHUP with a broken file of issuers: the previous one stays', async () => {
  const key = await createSigningKey('first');
  keys.behave(answerJson({ keys: [key.jwk] }));
  const path = join(folder, 'issuers.json');
  const issuer = issuerAt(`${keys.url}/keys`);
  await writeFile(path, JSON.stringify([issuer]));
  const command = checkout.records(['serve'], {
    DATABASE_URL: 'sqlite::memory:',
    NODE_ENV: 'production',
    AUTH: 'on',
    AUTH_ISSUERS: path,
  });
  const [, url] = await command.until(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/);
  const statusOf = async (audience: unknown) => {
    const token = await signToken(key, { aud: audience });
    const headers = { authorization: `Bearer ${token}` };
    return (await fetch(`${url}/v1/`, { headers })).status;
  };
  expect(await statusOf(issuer.audiences)).toBe(200);

  await writeFile(path, '[{');
  command.child.kill('SIGHUP');
  await command.until(/A file of AUTH is faulty, so the previous one stays in use: .*not JSON/);
  expect(await statusOf(issuer.audiences)).toBe(200);

  await writeFile(path, JSON.stringify([{ ...issuer, audiences: ['elsewhere'] }]));
  command.child.kill('SIGHUP');
  await command.until(/The issuers were reloaded: 1\./);
  expect(await statusOf(issuer.audiences)).toBe(401);
  expect(await statusOf('elsewhere')).toBe(200);
  command.child.kill('SIGTERM');
  expect(await command.ended()).toBe(0);
  expect(command.output()).not.toMatch(/eyJ[\w-]{10}/);
});
