import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { decodeJwt, decodeProtectedHeader } from 'jose';
import { fakeDate } from '../../support/fake-date.js';
import { post, send } from '../../support/http.js';
import { type IssuerService, startIssuerService } from '../../support/issuer-service.js';
import { type OidcIssuer, startOidcIssuer } from '../../support/oidc-issuer.js';
import { item } from '../../support/service.js';
import { testAudience } from '../../support/signing-keys.js';
import { until } from '../../support/until.js';
import { bearer } from '../../support/viewers.js';

let issuer: OidcIssuer;
let started: IssuerService;
const describe = (overrides: object = {}) => ({
  name: 'oidc',
  issuer: issuer.url,
  algorithms: ['RS256'],
  audiences: [testAudience],
  typ: 'at+jwt',
  service: { claim: 'sub', sameAs: 'client_id' },
  ...overrides,
});

beforeEach(async () => {
  issuer = await startOidcIssuer(testAudience);
  started = await startIssuerService(() => [describe()]);
  fakeDate();
});
afterEach(async () => {
  jest.useRealTimers();
  await started.stop();
  await issuer.close();
});

const statusOf = async (token: string) => (await started.ask(token)).status;
const moveClock = (milliseconds: number) => jest.setSystemTime(Date.now() + milliseconds);

test('The keys of an OpenID Connect issuer are discovered, and its access tokens work over GraphQL and REST', async () => {
  expect(issuer.requests).toEqual(['/.well-known/openid-configuration', '/jwks']);
  const token = await issuer.getToken();
  expect(decodeProtectedHeader(token).typ).toBe('at+jwt');
  expect(decodeJwt(token)).toMatchObject({ iss: issuer.url, aud: testAudience, sub: 'nightly' });
  expect(await statusOf(token)).toBe(200);

  const { app } = started.service;
  const rest = await send(app, { method: 'GET', url: '/v1/', headers: bearer(token) });
  expect(rest.statusCode).toBe(200);
  const query =
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { inserted } }';
  const imported = await post(
    app,
    '/graphql',
    { query, variables: { items: [item()] } },
    bearer(token),
  );
  expect(imported.json()).toEqual({ data: { bulkImport: { inserted: 1 } } });
  // A scope that it does not have.
  const exported = await send(app, { method: 'GET', url: '/v1/export', headers: bearer(token) });
  expect(exported.statusCode).toBe(403);
});

test('The issuer rotates its key: tokens of the new one are accepted at once, and of the old one until it is withdrawn', async () => {
  const old = await issuer.getToken();
  expect(await statusOf(old)).toBe(200);
  await issuer.rotate();
  const next = await issuer.getToken();
  expect(decodeProtectedHeader(next).kid).not.toBe(decodeProtectedHeader(old).kid);
  expect(await statusOf(next)).toBe(200);
  expect(await statusOf(old)).toBe(200);

  await issuer.rotate({ keepsOld: false });
  moveClock(10_000);
  expect(await statusOf(await issuer.getToken())).toBe(200);
  expect(await statusOf(old)).toBe(401);
  expect(await statusOf(next)).toBe(401);
});

test('While the issuer is frozen, new tokens of known keys are accepted without waiting for it', async () => {
  const tokens = await Promise.all(Array.from({ length: 20 }, issuer.getToken));
  await issuer.rotate();
  const unknown = await issuer.getToken();
  issuer.freeze(true);
  let isWaiting = true;
  const waiting = statusOf(unknown).then((status) => {
    isWaiting = false;
    return status;
  });
  // One after the other, in the half second that the unknown key waits.
  for (const token of tokens.slice(0, 5)) expect(await statusOf(token)).toBe(200);
  expect(isWaiting).toBe(true);
  expect(await waiting).toBe(401);
  for (const token of tokens) expect(await statusOf(token)).toBe(200);

  issuer.freeze(false);
  await until('the new key is accepted', async () => {
    moveClock(10_000);
    return (await statusOf(unknown)) === 200;
  });
});

test('A token for another service of the same issuer is rejected', async () => {
  await started.configure(describe({ audiences: ['https://elsewhere.example.com'] }));
  await started.service.app.reload();
  expect(await statusOf(await issuer.getToken())).toBe(401);
});
