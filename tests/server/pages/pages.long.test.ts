import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, send } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';
import { bearer, identifyBy, viewer } from '../../support/viewers.js';

const html = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('With the IDE enabled', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ NODE_ENV: 'development' });
  });
  afterAll(() => service.stop());
  const visit = (url: string, headers = {}) =>
    send(service.app, { url, headers: { ...html, ...headers } });

  test('it is sent compressed to clients that accept gzip, and revalidated with 304', async () => {
    const plain = await visit('/ide');
    const compressed = await visit('/ide', { 'accept-encoding': 'br, gzip' });
    expect(compressed.headers['content-encoding']).toBe('gzip');
    expect(plain.headers['content-encoding']).toBeUndefined();
    expect(gunzipSync(compressed.rawPayload).equals(plain.rawPayload)).toBe(true);
    const again = await visit('/ide', { 'if-none-match': compressed.headers.etag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
  });

  test('its Content-Security-Policy forbids requests to other hosts', async () => {
    const policy = String((await visit('/ide')).headers['content-security-policy']);
    expect(policy).toMatch(/default-src 'none'; script-src 'sha256-[^']+'; /);
    expect(policy).toContain("connect-src 'self'");
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval/);
  });

  test('browsers are redirected from /graphql to it, other clients are not', async () => {
    const { statusCode, headers } = await visit('/graphql?query={__typename}');
    expect([statusCode, headers.location]).toEqual([303, './ide']);
    const accept = 'application/graphql-response+json, application/json';
    expect((await visit('/graphql', { accept })).statusCode).toBe(400);
  });

  test('the page of Apollo Sandbox says that it is loaded from other servers', async () => {
    const { body, headers } = await visit('/sandbox');
    expect(body).toContain('loaded from Apollo’s servers');
    expect(body).toContain('https://embeddable-sandbox.cdn.apollographql.com/');
    expect(headers['content-security-policy']).toContain('https://sandbox.embed.apollographql.com');
  });
});

describe('The records page', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({ NODE_ENV: 'production', PAGE: 'true', IDE: 'false' });
  });
  afterAll(() => service.stop());
  const get = (url: string, headers = {}) => send(service.app, { url, headers });

  test('is sent as the build has compressed it, and revalidated with 304', async () => {
    const plain = await get('/');
    expect(plain.headers['cache-control']).toBe('no-cache');
    const codings = { br: brotliDecompressSync, gzip: gunzipSync };
    for (const [coding, decompress] of Object.entries(codings)) {
      const accept = { 'accept-encoding': `zstd, ${coding}` };
      const { headers, rawPayload } = await get('/', accept);
      expect(headers['content-encoding']).toBe(coding);
      expect(decompress(rawPayload).equals(plain.rawPayload)).toBe(true);
      const again = await get('/', { ...accept, 'if-none-match': headers.etag });
      expect([again.statusCode, again.body]).toEqual([304, '']);
    }
  });

  test('names only files beside it, which browsers keep for a year', async () => {
    const { body } = await get('/');
    const files = [...body.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, url = '']) => url);
    expect(files).toHaveLength(3);
    for (const file of files) {
      expect(file).toMatch(/^\.\/assets\/[\w-]+-[\w-]{8}\.(js|css|svg)$/);
      const { statusCode, headers } = await get(file.slice(1));
      expect(statusCode).toBe(200);
      expect(headers['cache-control']).toBe('public, max-age=31536000, immutable');
      expect(headers['content-type']).toMatch(/^(text\/(javascript|css)|image\/svg\+xml)/);
    }
    expect((await get('/assets/none.js')).statusCode).toBe(404);
  });

  test('may run only its own script, and only reach the service', async () => {
    const policy = String((await get('/')).headers['content-security-policy']);
    expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'");
    expect(policy).toContain("require-trusted-types-for 'script'; trusted-types 'none'");
    expect(policy).not.toMatch(/https?:|\*|unsafe|data:/);
  });

  test('leaves /graphql to its clients where there is no IDE', async () => {
    expect((await get('/graphql', html)).statusCode).toBe(400);
  });
});

test.each([
  ['production', {}, 404],
  ['production', { PAGE: 'true' }, 200],
  ['production', { IDE: 'true' }, 200],
  ['production', { IDE: 'true', PAGE: 'false' }, 404],
  ['production', { AUTH: 'on' }, 200],
  ['development', {}, 200],
  ['development', { IDE: 'false' }, 404],
])('In %s with %j the records page has status %i', async (mode, settings, status) => {
  const service = await startService({ NODE_ENV: mode, ...settings });
  expect((await send(service.app, { url: '/', headers: html })).statusCode).toBe(status);
  await service.stop();
});

test.each([
  ['production', {}, 404],
  ['production', { IDE: 'true' }, 200],
  ['development', { IDE: 'false' }, 404],
])('In %s with %j the pages have status %i', async (mode, settings, status) => {
  const service = await startService({ NODE_ENV: mode, ...settings });
  for (const url of ['/ide', '/sandbox']) {
    expect((await send(service.app, { url, headers: html })).statusCode).toBe(status);
  }
  const { statusCode } = await send(service.app, { url: '/graphql', headers: html });
  expect(statusCode).toBe(status === 200 ? 303 : 400);
  await service.stop();
});

describe('In production with AUTH=on', () => {
  const start = (settings: Record<string, string>) =>
    startService(
      { NODE_ENV: 'production', AUTH: 'on', RATE_LIMIT: 'off', ...settings },
      undefined,
      undefined,
      {
        authenticate: identifyBy({
          operator: viewer('operator', 'ops'),
          reader: viewer('reader', 'records:read'),
        }),
      },
    );
  const introspection = { query: '{ __schema { queryType { name } } }' };

  test.each([
    ['operator', 200, 200],
    ['reader', 403, 403],
    [undefined, 401, 401],
  ])('the pages have status %2$i and introspection %3$i for %1$s', async (token, page, schema) => {
    const service = await start({});
    const headers = token ? bearer(token) : {};
    for (const url of ['/ide', '/sandbox']) {
      const { statusCode } = await send(service.app, { url, headers: { ...html, ...headers } });
      expect(statusCode).toBe(page);
    }
    const answer = await post(service.app, '/graphql', introspection, headers);
    expect(answer.statusCode).toBe(schema);
    await service.stop();
  });

  test('the IDE is served to all with IDE=true, without the schema', async () => {
    const service = await start({ IDE: 'true' });
    const { statusCode, body } = await send(service.app, { url: '/ide', headers: html });
    expect(statusCode).toBe(200);
    expect(body).not.toContain('RecordConnection');
    expect((await post(service.app, '/graphql', introspection)).statusCode).toBe(401);
    await service.stop();
  });
});
