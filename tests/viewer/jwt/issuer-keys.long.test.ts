import { afterEach, expect, jest, test } from '@jest/globals';
import { fakeDate } from '../../support/fake-date.js';
import { send } from '../../support/http.js';
import {
  expectInvalidToken,
  type IssuerService,
  startIssuerService,
} from '../../support/issuer-service.js';
import { answerJson, frozen, lies } from '../../support/key-server.js';
import { createSigningKey, nowInSeconds, signToken } from '../../support/signing-keys.js';
import { until } from '../../support/until.js';

let started: IssuerService;
afterEach(async () => {
  jest.useRealTimers();
  await started.stop();
});

const hour = 3_600_000;

/** The status of a token, and how many milliseconds it took. */
async function timed(token: string) {
  const begun = performance.now();
  const { status } = await started.ask(token);
  return { status, milliseconds: performance.now() - begun };
}

const moveClock = (milliseconds: number) => jest.setSystemTime(Date.now() + milliseconds);

/** Waits until the log says that keys could not be loaded. */
const hasFailed = () =>
  until('the log says so', () => started.log.some((line) => line.includes('could not be loaded')));

/** Makes the service ask for keys, and waits until it has got them or failed. */
async function refresh(): Promise<void> {
  moveClock(10_000);
  const before = started.keys.requests.length;
  await started.ask(await signToken({ ...started.key, kid: `unknown-${Math.random()}` }));
  expect(started.keys.requests).toHaveLength(before + 1);
}

test('A token of a new key is accepted at once, and the next new key ten seconds later', async () => {
  started = await startIssuerService();
  fakeDate();
  const second = await createSigningKey('second');
  const third = await createSigningKey('third');
  const publish = (...keys: readonly { readonly jwk: object }[]) =>
    started.keys.behave(answerJson({ keys: keys.map(({ jwk }) => jwk) }));

  publish(started.key, second);
  expect((await started.ask(await signToken(second))).status).toBe(200);
  publish(started.key, second, third);
  const token = await signToken(third);
  expect((await started.ask(token)).status).toBe(401);
  moveClock(10_000);
  expect((await started.ask(token)).status).toBe(200);
  expect(started.keys.requests).toHaveLength(3);
});

test('A key that its issuer withdraws is not accepted any longer, although its tokens are known', async () => {
  started = await startIssuerService();
  fakeDate();
  const [token, other] = [
    await signToken(started.key),
    await signToken(started.key, { sub: 'bob' }),
  ];
  const second = await createSigningKey('second');
  const twin = await createSigningKey('first');
  expect((await started.ask(token)).status).toBe(200);
  expect((await started.ask(other)).status).toBe(200);

  started.keys.behave(answerJson({ keys: [started.key.jwk, second.jwk] }));
  await refresh();
  expect((await started.ask(token)).status).toBe(200);

  // Another key with the same id.
  started.keys.behave(answerJson({ keys: [twin.jwk, second.jwk] }));
  await refresh();
  await expectInvalidToken(started, token);
  await expectInvalidToken(started, other);
  expect((await started.ask(await signToken(twin))).status).toBe(200);
});

test('attack 47: 10,000 tokens of unknown keys make one request for keys, for which known keys do not wait', async () => {
  started = await startIssuerService();
  fakeDate();
  const known = await signToken(started.key);
  const [, payload, signature] = known.split('.');
  let count = 0;
  const askUnknown = () => {
    const header = JSON.stringify({ alg: 'RS256', kid: `unknown-${count++}` });
    return started.ask(`${Buffer.from(header).toString('base64url')}.${payload}.${signature}`);
  };
  started.keys.behave(frozen);
  let waiting = 100;
  const first = Array.from({ length: waiting }, async () => {
    const { status } = await askUnknown();
    waiting -= 1;
    return status;
  });
  // Both a token that was never seen, and then one that is known.
  for (let n = 0; n < 2; n++) expect((await started.ask(known)).status).toBe(200);
  expect(waiting).toBe(100);
  expect(new Set(await Promise.all(first))).toEqual(new Set([401]));
  while (count < 10_000) {
    const some = await Promise.all(Array.from({ length: 100 }, askUnknown));
    expect(new Set(some.map(({ status }) => status))).toEqual(new Set([401]));
  }
  // Beside the one at the start.
  expect(started.keys.requests).toHaveLength(2);
  expect((await started.ask(known)).status).toBe(200);
}, 60_000);

test('attack 48: while the endpoint is frozen, known keys answer at once, and unknown ones after half a second', async () => {
  started = await startIssuerService();
  fakeDate();
  started.keys.behave(frozen);
  const unknown = await signToken(started.key, {}, { kid: 'unknown' });
  const waiting = timed(unknown);
  // Neither this token nor the next one was seen before.
  for (let n = 0; n < 20; n++) {
    const { status, milliseconds } = await timed(
      await signToken(started.key, { sub: `user-${n}` }),
    );
    expect(status).toBe(200);
    expect(milliseconds).toBeLessThan(400);
  }
  const { status, milliseconds } = await waiting;
  expect(status).toBe(401);
  expect(milliseconds).toBeGreaterThan(400);
  expect(milliseconds).toBeLessThan(1500);
  await hasFailed();
  expect(started.log.join('\n')).toContain('did not answer within 2 seconds');
  // From now on, nobody waits.
  expect((await timed(unknown)).milliseconds).toBeLessThan(400);
});

test.each([
  ['an error', 'answered 500; expected 200'],
  ['a page', 'did not answer with JSON'],
  ['30 MB', 'has more than 65536 bytes'],
  ['a redirect', 'answered 302, a redirect, which is not followed'],
  ['an empty set', 'it has no public key for signatures'],
  ['a set of 51 keys', 'it has 51 keys, more than 50'],
  ['half an answer', 'did not answer within 2 seconds'],
  ['a closed connection', 'socket hang up'],
])('attack 48: the endpoint answers with %s: known keys stay', async (lie, logged) => {
  started = await startIssuerService();
  fakeDate();
  started.keys.behave(lies[lie] ?? frozen);
  await started.ask(await signToken(started.key, {}, { kid: 'unknown' }));
  await hasFailed();
  expect(started.log.join('\n')).toContain(logged);
  expect(started.keys.requests).not.toContain('/elsewhere');
  expect((await started.ask(await signToken(started.key))).status).toBe(200);
  const ready = await send(started.service.app, { method: 'GET', url: '/readyz' });
  expect(ready.statusCode).toBe(200);
});

test('Keys are used for a day while their issuer is unavailable, and then not any longer', async () => {
  started = await startIssuerService();
  fakeDate();
  started.keys.behave(lies['an error'] ?? frozen);
  const tokenOf = () => signToken(started.key, { iat: nowInSeconds(), exp: nowInSeconds() + 300 });
  moveClock(23 * hour);
  expect((await started.ask(await tokenOf())).status).toBe(200);
  moveClock(hour + 60_000);
  expect(await started.ask(await tokenOf())).toMatchObject({
    status: 503,
    code: 'IDENTITY_UNAVAILABLE',
  });
  // They come back by themselves.
  started.keys.behave(answerJson({ keys: [started.key.jwk] }));
  await started.ask(await signToken(started.key, {}, { kid: 'unknown' }));
  await until(
    'the token is accepted',
    async () => (await started.ask(await tokenOf())).status === 200,
  );
});

test('Without any keys, the service starts, is not ready and says why, until it has loaded some', async () => {
  started = await startIssuerService(undefined, {}, {}, frozen);
  const ready = () => send(started.service.app, { method: 'GET', url: '/readyz' });
  const token = await signToken(started.key);
  expect((await ready()).statusCode).toBe(503);
  expect((await ready()).json()).toEqual({
    ok: false,
    error: 'The keys of the issuer "main" have not been loaded yet.',
  });
  const refused = await started.ask(token);
  expect(refused).toMatchObject({ status: 503, code: 'IDENTITY_UNAVAILABLE', challenge: '' });
  // Requests without a token are served.
  const anonymous = await send(started.service.app, { method: 'GET', url: '/livez' });
  expect(anonymous.statusCode).toBe(200);

  started.keys.behave(answerJson({ keys: [started.key.jwk] }));
  await until('the service is ready', async () => (await ready()).statusCode === 200);
  expect((await started.ask(token)).status).toBe(200);
  expect(started.log.join('\n')).toContain(
    'The keys of the issuer \\"main\\" are available again.',
  );
});

test('Keys of no use are left out of a set', async () => {
  started = await startIssuerService();
  fakeDate();
  const weak = await createSigningKey('weak');
  const encrypting = await createSigningKey('encrypting');
  started.keys.behave(
    answerJson({
      keys: [
        started.key.jwk,
        { ...weak.jwk, e: 'AQ' },
        { ...encrypting.jwk, use: 'enc' },
        { kty: 'oct', k: Buffer.from('secret').toString('base64url'), kid: 'shared', alg: 'HS256' },
        null,
      ],
    }),
  );
  await refresh();
  expect((await started.ask(await signToken(started.key))).status).toBe(200);
  await expectInvalidToken(started, await signToken(encrypting));
  // With an exponent of 1, the padded hash is its own signature.
  await expectInvalidToken(started, await signToken(weak));
});

test('The first requests with a token share one verification, and a rejected one is remembered for ten seconds', async () => {
  started = await startIssuerService();
  fakeDate();
  const token = await signToken(started.key, { aud: 'other' });
  const rejections = () => started.log.filter((line) => line.includes('is not valid')).length;
  await Promise.all(Array.from({ length: 50 }, () => started.ask(token)));
  expect(rejections()).toBe(1);
  await started.ask(token);
  expect(rejections()).toBe(1);
  moveClock(10_000);
  await started.ask(token);
  expect(rejections()).toBe(2);
});

test('A known token is not accepted longer than it lives', async () => {
  started = await startIssuerService();
  fakeDate();
  const token = await signToken(started.key, { exp: nowInSeconds() + 60 });
  expect((await started.ask(token)).status).toBe(200);
  moveClock(89_000);
  expect((await started.ask(token)).status).toBe(200);
  moveClock(2_000);
  await expectInvalidToken(started, token);
});
