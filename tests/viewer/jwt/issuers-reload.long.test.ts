import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { send } from '../../support/http.js';
import { type IssuerService, issuerAt, startIssuerService } from '../../support/issuer-service.js';
import { answerJson, type KeyServer, startKeyServer } from '../../support/key-server.js';
import { createSigningKey, signToken } from '../../support/signing-keys.js';

let started: IssuerService;
let otherKeys: KeyServer;
let ours: Record<string, unknown>;
let other: Record<string, unknown>;
beforeEach(async () => {
  started = await startIssuerService();
  otherKeys = await startKeyServer();
  ours = issuerAt(`${started.keys.url}/keys`);
  other = issuerAt(`${otherKeys.url}/keys`, { name: 'other', issuer: 'https://other.example.com' });
});
afterEach(async () => {
  await started.stop();
  await otherKeys.close();
});

const reload = async (...issuers: readonly unknown[]) => {
  await started.configure(...issuers);
  await started.service.app.reload();
};
const statusOf = async (claims: object = {}) =>
  (await started.ask(await signToken(started.key, { ...claims }))).status;

test('Another issuer is accepted after a reload, and listed in the metadata', async () => {
  otherKeys.behave(answerJson({ keys: [started.key.jwk] }));
  expect(await statusOf({ iss: other.issuer })).toBe(401);
  await reload(ours, other);
  expect(await statusOf({ iss: other.issuer })).toBe(200);
  expect(await statusOf()).toBe(200);
  const metadata = await send(started.service.app, {
    method: 'GET',
    url: '/.well-known/oauth-protected-resource',
  });
  expect(metadata.json().authorization_servers).toEqual([ours.issuer, other.issuer]);
  // The keys that were there already are not loaded again.
  expect(started.keys.requests).toHaveLength(1);
});

test('An issuer that is not in the file any longer is not accepted, although its tokens are known', async () => {
  otherKeys.behave(answerJson({ keys: [started.key.jwk] }));
  const token = await signToken(started.key);
  expect((await started.ask(token)).status).toBe(200);
  await reload(other);
  expect((await started.ask(token)).status).toBe(401);
});

test('A rule that became stricter counts for known tokens', async () => {
  const token = await signToken(started.key);
  expect((await started.ask(token)).status).toBe(200);
  await reload({ ...ours, audiences: ['https://elsewhere.example.com'] });
  expect((await started.ask(token)).status).toBe(401);
});

test.each<[string, () => readonly unknown[]]>([
  ['is not JSON', () => ['[{']],
  ['is empty', () => [' ']],
  ['has a fault in one of two issuers', () => [{ ...ours, audiences: ['x'] }, { name: 'bad' }]],
  ['has an issuer whose keys cannot be loaded', () => [{ ...ours, audiences: ['x'] }, other]],
])('attack 56: a reloaded file that %s changes nothing', async (_title, issuers) => {
  otherKeys.behave(answerJson({ keys: [] }));
  await reload(...issuers());
  expect(started.log.join('\n')).toContain(
    'A file of AUTH is faulty, so the previous one stays in use: ',
  );
  expect(await statusOf()).toBe(200);
  const ready = await send(started.service.app, { method: 'GET', url: '/readyz' });
  expect(ready.statusCode).toBe(200);
});

test('attack 56: while files are reloaded, no request fails', async () => {
  const token = await signToken(started.key);
  let done = false;
  const statuses = new Set<number>();
  const load = (async () => {
    while (!done) statuses.add((await started.ask(token)).status);
  })();
  for (let round = 0; round < 20; round++) {
    await reload(...(round % 2 ? [ours] : ['[{']));
  }
  done = true;
  await load;
  expect(statuses).toEqual(new Set([200]));
});

test('Keys of another address are loaded by a reload', async () => {
  const second = await createSigningKey('second');
  otherKeys.behave(answerJson({ keys: [second.jwk] }));
  await reload({ ...ours, jwks: `${otherKeys.url}/keys` });
  expect((await started.ask(await signToken(second))).status).toBe(200);
  expect(await statusOf()).toBe(401);
});
