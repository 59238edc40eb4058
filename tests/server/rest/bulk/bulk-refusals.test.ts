import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post, send } from '../../../support/http.js';
import { item, type Service, startService } from '../../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(async () => {
  // What was refused below stored nothing.
  expect(await service.query('{ records { totalCount } imports { nodes { id } } }')).toEqual({
    records: { totalCount: 0 },
    imports: { nodes: [] },
  });
  await service.stop();
});

const valid = item();
const json = 'application/json';

describe('POST /v1/bulk is refused, storing nothing, when', () => {
  test.each([
    ['the body is empty', '', json, 400, /^The input is empty; expected a list of items/],
    [
      'the body is not JSON',
      '[{',
      json,
      400,
      /^The input is cut off: it ends at byte 2 in the middle/,
    ],
    ['the body is null', 'null', json, 400, /^The input begins with "null" at byte 0/],
    ['the body is a string', '"a"', json, 400, /^The input begins with ""a"" at byte 0/],
    ['the body has no items', '{}', json, 400, /an object without a list named "items"/],
    ['the items are not a list', '{"items":1}', json, 400, /^The member "items" is "1}" at byte 9/],
    ['something follows', `${JSON.stringify([valid])} 1`, json, 400, /ends, but "1" follows/],
    [
      'it is sent as text',
      [valid],
      'text/plain',
      415,
      /^The Content-Type is "text\/plain"; expected one of application\/json,/,
    ],
    [
      'it is sent as YAML',
      [valid],
      'application/yaml',
      415,
      /^The Content-Type is "application\/yaml"; expected/,
    ],
    ['it is deeply nested', '['.repeat(1e6), json, 400, /^The input is cut off: .+ of item 0/],
  ])('%s', async (_when, body, type, status, sentence) => {
    const answer = await post(service.app, '/v1/bulk', body, { 'content-type': type });
    expect(answer.statusCode).toBe(status);
    expect(answer.json()).toMatchObject({
      ok: false,
      error: expect.stringMatching(sentence),
      code: expect.stringMatching(/^[A-Z_]+$/),
    });
  });
});

test.each(['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE'] as const)(
  '%s /v1/bulk is refused with the allowed method, without a search for a record of that name',
  async (method) => {
    for (const url of ['/v1/bulk', '/v1/bulk/', '/v1/bulk?dryRun=true']) {
      const answer = await send(service.app, { method, url });
      expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'POST']);
      if (method !== 'HEAD') expect(answer.json()).toMatchObject({ code: 'METHOD_NOT_ALLOWED' });
    }
  },
);
