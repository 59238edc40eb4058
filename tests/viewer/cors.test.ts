import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

const origin = 'https://page.example';
const authenticate = identifyBy({ nobody: viewer('nobody') });

let service: Service;
beforeAll(async () => {
  service = await startService({ CORS_ORIGINS: origin }, undefined, undefined, { authenticate });
});
afterAll(() => service.stop());

describe('A web page of an allowed origin', () => {
  test.each([
    ['a token that is not valid', bearer('garbage'), 401],
    ['no token', {}, 401],
    ['a token without scopes', bearer('nobody'), 403],
    ['no well-formed token', { authorization: 'Basic YTpi' }, 400],
  ])('may read why its request with %s is rejected', async (_what, headers, status) => {
    const answer = await send(service.app, { url: '/v1/', headers: { ...headers, origin } });
    expect(answer.statusCode).toBe(status);
    expect(answer.headers['access-control-allow-origin']).toBe(origin);
    expect(answer.headers['access-control-expose-headers']).toContain('WWW-Authenticate');
    expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
  });

  test('sends a preflight without a token, which says that it may send one', async () => {
    const answer = await send(service.app, {
      method: 'OPTIONS',
      url: '/graphql',
      headers: {
        origin,
        'access-control-request-method': 'POST',
        'access-control-request-headers': 'authorization,content-type',
      },
    });
    expect(answer.statusCode).toBe(204);
    expect(answer.headers['access-control-allow-headers']).toContain('authorization');
    expect(answer.headers['access-control-allow-credentials']).toBeUndefined();
  });
});
