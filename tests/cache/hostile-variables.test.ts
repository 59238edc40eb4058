import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { toCanonicalJson } from '../../src/formats/json/canonical-json.js';
import { ask, get } from '../support/cached.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const query = 'query ($filter: RecordFilter) { records(filter: $filter) { totalCount } }';

const nested = (depth: number) => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`;

test.each([65, 1_000, 100_000])('variables nested %i levels deep do no harm', async (depth) => {
  const body = `{"query":${JSON.stringify(query)},"variables":{"filter":${nested(depth)}}}`;
  expect((await ask(service, body)).statusCode).toBeLessThan(500);
  expect((await ask(service, '{"query":"{ __typename }"}')).statusCode).toBe(200);
});

test('variables named like members of Object.prototype are ordinary variables', async () => {
  const plain = await ask(service, { query, variables: {} });
  const names = ['constructor', 'toString', 'hasOwnProperty', 'toJSON'];
  for (const name of names) {
    const answer = await ask(service, { query, variables: { [name]: 1 } });
    expect(answer.json()).toEqual(plain.json());
  }
  const variables = '{"__proto__": {"filter": {"title": {"contains": "a"}}}}';
  expect((await get(service, { query, variables })).statusCode).toBeLessThan(500);
});

test.each([
  ['{"a":1,"b":2}', '{"b":2,"a":1}', true],
  ['{"a":[1,2]}', '{"a":[2,1]}', false],
  ['{"a":"1"}', '{"a":1}', false],
  ['{"a":null}', '{}', false],
  ['{"a":"\\"},{\\""}', '{"a":"},{"}', false],
  ['{"__proto__":1}', '{}', false],
  ['{"a":1e2}', '{"a":100}', true],
  ['{"a":{"b":1},"c":2}', '{"a":{"b":1,"c":2}}', false],
  ['["a,b"]', '["a","b"]', false],
  ['["\\ud800"]', '["\\ufffd"]', false],
  ['{"\\ud800":1}', '{"\\udfff":1}', false],
  ['{"a":1.0}', '{"a":1}', true],
  ['{"a":1,"a":2}', '{"a":2}', true],
])('%s and %s: the same is %s', (one, other, same) => {
  const [left, right] = [toCanonicalJson(JSON.parse(one)), toCanonicalJson(JSON.parse(other))];
  expect(left === right).toBe(same);
  expect(JSON.parse(String(left))).toEqual(JSON.parse(one));
});

test.each(['1e400', '-1e400', '-0', '9007199254740993', '{"a":[{"b":-1e400}]}'])(
  '%s is not cached, as JSON would make it equal to another value',
  (text) => {
    expect(toCanonicalJson(JSON.parse(text))).toBeUndefined();
  },
);
