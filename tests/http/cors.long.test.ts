import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { codesOf, post, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';

const own = 'https://app.example.com';
const foreign = 'https://app.example.com.evil.example';
const sandbox = 'https://studio.apollographql.com';

const preflight = (service: Service, origin: string, url = '/graphql') =>
  send(service.app, {
    method: 'OPTIONS',
    url,
    headers: {
      origin,
      'access-control-request-method': 'POST',
      'access-control-request-headers':
        'content-type,apollo-require-preflight,authorization,apollographql-client-name',
    },
  });
const asked = (service: Service, origin: string) =>
  post(service.app, '/graphql', { query: '{ records { totalCount } }' }, { origin });
const corsHeaders = (headers: object) =>
  Object.keys(headers).filter((name) => name.startsWith('access-control-'));

describe('With a list of CORS origins', () => {
  let service: Service;
  beforeAll(async () => {
    service = await startService({
      NODE_ENV: 'production',
      CORS_ORIGINS: `https://other.example.com, ${own}`,
    });
  });
  afterAll(() => service.stop());

  test.each(['/graphql', '/v1/bulk'])(
    'pages of a listed origin may send requests to %s',
    async (url) => {
      const { statusCode, headers, body } = await preflight(service, own, url);
      expect([statusCode, body]).toEqual([204, '']);
      expect(headers).toMatchObject({
        'access-control-allow-origin': own,
        'access-control-allow-methods': expect.stringContaining('POST'),
        'access-control-allow-headers': expect.stringContaining('apollo-require-preflight'),
        'access-control-max-age': '3600',
        vary: expect.stringContaining('Origin'),
      });
      expect(headers).not.toHaveProperty('access-control-allow-credentials');
    },
  );

  test('pages of a listed origin may read responses, also cached ones, and their headers', async () => {
    for (const _ of ['made', 'cached']) {
      const { headers } = await asked(service, own);
      expect(headers['access-control-allow-origin']).toBe(own);
      expect(headers['access-control-expose-headers']).toContain('ETag');
      // What intermediate caches must distinguish: the service's own headers, and that of CORS.
      expect(headers.vary).toMatch(/^Accept, .*, Origin$/);
    }
  });

  test.each(['/graphql', '/v1/1', '/nowhere'])(
    'a preflight request to %s that names no method is refused, as JSON',
    async (url) => {
      const headers = { origin: own };
      const answer = await send(service.app, { method: 'OPTIONS', url, headers });
      expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
      expect(answer.body).toContain('Access-Control-Request-Method');
      expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    },
  );

  test('pages of a listed origin may read errors', async () => {
    const { statusCode, headers } = await post(service.app, '/graphql', '{', { origin: own });
    expect([statusCode, headers['access-control-allow-origin']]).toEqual([400, own]);
  });

  test.each([foreign, 'null', sandbox, 'http://app.example.com'])(
    'pages of %s get no CORS headers, and the response varies by Origin',
    async (origin) => {
      const refused = await preflight(service, origin);
      expect([refused.statusCode, corsHeaders(refused.headers)]).toEqual([405, []]);
      const { headers } = await asked(service, origin);
      expect(corsHeaders(headers)).toEqual([]);
      expect(headers.vary).toMatch(/, Origin$/);
    },
  );
});

test.each([
  ['development', {}, sandbox, true],
  ['development', {}, own, false],
  ['development', { CORS_ORIGINS: own }, sandbox, false],
  ['production', {}, sandbox, false],
  ['production', { CORS_ORIGINS: '*' }, foreign, true],
])('CORS in %s with %j allows %s: %j', async (mode, settings, origin, allowed) => {
  const service = await startService({ NODE_ENV: mode, ...settings });
  const [first, second] = [await preflight(service, origin), await asked(service, origin)];
  expect(first.statusCode).toBe(allowed ? 204 : 405);
  for (const { headers } of [first, second]) {
    expect(headers['access-control-allow-origin']).toBe(allowed ? origin : undefined);
  }
  await service.stop();
});
