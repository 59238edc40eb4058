import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { post } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(async () => {
  // Whatever was refused below left nothing behind.
  expect(await service.query('{ records { totalCount } imports { nodes { id } } }')).toEqual({
    records: { totalCount: 0 },
    imports: { nodes: [] },
  });
  await service.stop();
});

const valid = item();
const json = 'application/json';

describe('an import is refused, and nothing stored, when', () => {
  test.each([
    ['the body is empty', '', json, 400, /empty/],
    ['the body is no JSON', '[{', json, 400, /not valid JSON/],
    ['the body is null', 'null', json, 400, /^The body is nothing;/],
    ['the body is a text', '"a"', json, 400, /^The body is a string;/],
    ['the body has no items', '{}', json, 400, /an object without a list named "items"/],
    ['the items are no list', '{"items":1}', json, 400, /without a list named "items"/],
    ['an item is no object', [valid, 1], json, 400, /^Item 1 is a number;/],
    ['an item is a list', [[valid]], json, 400, /^Item 0 is a list;/],
    ['a title is a list', [valid, { title: [] }], json, 400, /^The title of item 1 is a list;/],
    ['a date is a boolean', [{ date: true }], json, 400, /^The date of item 0 is a boolean;/],
    ['an item reaches for a prototype', '[{"__proto__":{"x":1}}]', json, 400, /not valid JSON/],
    ['it is sent as text', [valid], 'text/plain', 415, /^The body is sent as "text\/plain";/],
    ['it is sent as XML', [valid], 'application/xml', 415, /sent as "application\/xml"/],
    ['it has over 10,000 items', Array(10_001).fill(valid), json, 413, /has 10001 items; at most/],
    ['it is over 16 MB', `["${'x'.repeat(16 << 20)}"]`, json, 413, /over 16777216 bytes/],
    ['it is deeply nested', '['.repeat(1e6), json, 400, /not valid JSON/],
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
