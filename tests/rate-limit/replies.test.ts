import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { createInvalidTokenError } from '../../src/viewer/access-error.js';
import { askFrom, remainingOf } from '../support/callers.js';
import { codesOf, post, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';
import { bearer, identifyBy, viewer } from '../support/viewers.js';

const known = identifyBy({ ada: viewer('ada', 'records:read', 'records:export') }, 'records:read');

let service: Service;
afterAll(() => service.stop());

describe('With the limit, a reply', () => {
  beforeAll(async () => {
    // What is regained in a test must not matter.
    const env = { RATE_LIMIT: 'on', RATE_LIMIT_ANONYMOUS: '5025:1', CORS_ORIGINS: '*' };
    service = await startService(env, undefined, undefined, {
      authenticate: (request) => {
        if (request.headers.authorization !== 'Bearer forged') return known(request);
        throw createInvalidTokenError('forged');
      },
    });
  });

  test.each([
    ['of GraphQL', { url: '/graphql?query={__typename}' }],
    ['of GraphQL to a malformed request', { url: '/graphql?query={' }],
    ['of GraphQL to a body that is no JSON', { url: '/graphql', method: 'POST', payload: '{' }],
    ['of GraphQL that requires a scope', { url: '/graphql?query={imports{nodes{id}}}' }],
    ['of GraphQL to another method', { url: '/graphql', method: 'PUT' }],
    ['of a search', { url: '/v1/' }],
    ['of a search with a wrong parameter', { url: '/v1/?x=1' }],
    ['of a record that does not exist', { url: '/v1/999' }],
    ['of an export without its scope', { url: '/v1/export' }],
    ['of an export', { url: '/v1/export', headers: bearer('ada'), isUser: true }],
    ['to a forged token', { url: '/v1/', headers: bearer('forged') }],
  ] as const)('%s says what is allowed and what is left', async (_what, request) => {
    const {
      url,
      method = 'GET',
      headers = {},
      isUser = false,
      ...rest
    } = { ...request } as {
      readonly url: string;
      readonly method?: 'GET' | 'POST' | 'PUT';
      readonly headers?: Record<string, string>;
      readonly payload?: string;
      readonly isUser?: boolean;
    };
    const type = { 'content-type': 'application/json', 'apollo-require-preflight': 'true' };
    const answer = await send(service.app, {
      url,
      method,
      headers: { ...type, ...headers },
      ...rest,
    });
    const policy = isUser ? '"cost";q=20000;w=20;qu="cost"' : '"cost";q=5025;w=5025;qu="cost"';
    expect(String(answer.headers['ratelimit-policy']).split(', ')[0]).toBe(policy);
    expect(answer.headers.ratelimit).toMatch(/^"cost";r=\d{4,5};t=1(, "rows";r=1000000;t=1)?$/);
  });

  test('from the cache says what is left now, also with 304, and is otherwise the same', async () => {
    const query = '/graphql?query={records{totalCount}}';
    const headers = { 'apollo-require-preflight': 'true' };
    const get = (more: Record<string, string> = {}) =>
      send(service.app, { url: query, headers: { ...headers, ...more } });
    await get();
    const [one, other] = [await get(), await get()];
    const notModified = await get({ 'if-none-match': String(one.headers.etag) });
    expect(notModified.statusCode).toBe(304);
    const left = [one, other, notModified].map(remainingOf);
    // A unit may have been regained.
    expect(left).toEqual([...left].sort((a, b) => b - a));
    expect(remainingOf(notModified)).toBeLessThan(remainingOf(one));
    const { ratelimit: _, date: __, ...same } = one.headers;
    expect(other.headers).toMatchObject(same);
    expect(other.body).toBe(one.body);
  });

  test('lets pages of other origins read what is left', async () => {
    const headers = { origin: 'https://app.example.com' };
    const answer = await send(service.app, { url: '/v1/', headers });
    const exposed = String(answer.headers['access-control-expose-headers']).split(', ');
    expect(exposed).toEqual(
      expect.arrayContaining(['RateLimit', 'RateLimit-Policy', 'Retry-After']),
    );
  });

  test('to a forged token costs its address 50 units, and says 429 once that has none left', async () => {
    const remoteAddress = '192.0.2.50';
    const statuses: number[] = [];
    for (let n = 0; n < 110; n += 1) {
      const answer = await askFrom(service, '{ __typename }', {
        remoteAddress,
        headers: bearer('forged'),
      });
      if (n === 0) expect(remainingOf(answer)).toBe(4975);
      statuses.push(answer.statusCode);
    }
    expect(statuses.filter((status) => status === 401).length).toBeLessThan(108);
    expect(statuses.at(-1)).toBe(429);
    // A viewer with a token is not stopped by what others send from there.
    const ada = { remoteAddress, headers: bearer('ada') };
    expect((await askFrom(service, '{ __typename }', ada)).statusCode).toBe(200);
  });

  test('of the health checks has no limit', async () => {
    const remoteAddress = '192.0.2.50';
    for (const url of ['/livez', '/readyz']) {
      const answer = await send(service.app, { url, remoteAddress });
      expect([answer.statusCode, answer.headers.ratelimit]).toEqual([200, undefined]);
    }
    const refused = await send(service.app, { url: '/v1/', remoteAddress });
    expect([refused.statusCode, codesOf(refused)]).toEqual([429, ['RATE_LIMITED']]);
    expect(refused.json()).toMatchObject({ ok: false, error: expect.stringContaining('has used') });
  });
});

test('Without the limit, which is off unless AUTH is on, replies say nothing about it', async () => {
  const unlimited = await startService({ RATE_LIMIT_ANONYMOUS: '1:1' });
  for (let n = 0; n < 3; n += 1) {
    const answer = await post(unlimited.app, '/graphql', { query: '{ __typename }' });
    expect(answer.statusCode).toBe(200);
    expect(Object.keys(answer.headers).filter((name) => name.startsWith('ratelimit'))).toEqual([]);
  }
  const report = { 'graphql-cost': 'report' };
  const answer = await post(unlimited.app, '/graphql', { query: '{ __typename }' }, report);
  expect(answer.json().extensions.cost).toMatchObject({ requested: 0, maximum: 10_000 });
  await unlimited.stop();
});
