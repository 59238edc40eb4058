import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { codesOf, post, send } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const member = (name: string) => `The request body has a member ${name}, which is not allowed.`;

test.each<[string, string | RegExp]>([
  ['', 'The request body is empty; expected JSON.'],
  [' ', 'The request body is blank; expected JSON.'],
  ['\r\n\t \n', 'The request body is blank; expected JSON.'],
  [
    '{',
    /^The Content-Type is "application\/json", but the request body is not valid JSON \(.*position 1.*\)\.$/,
  ],
  ["{'query':1}", /but the request body is not valid JSON \(.*position 1.*\)\.$/],
  [
    'query',
    /but the request body is not valid JSON \(Unexpected token 'q', "query" is not valid JSON\)\.$/,
  ],
  [
    '{"query":"{__typename}",}',
    /but the request body is not valid JSON \(.*double-quoted property name.*\)\.$/,
  ],
  [
    '{"query":"\u001b[2J"}',
    /but the request body is not valid JSON \(Bad control character in string literal in JSON at position \d+ .*\)\.$/,
  ],
  ['{"a":NaN}', /but the request body is not valid JSON/],
  ['{"__proto__":{"query":"{__typename}"}}', member('"__proto__"')],
  ['{"a":[{"\\u005f_proto__":null}]}', member('"__proto__"')],
  ['{"constructor":{"prototype":{}}}', member('"constructor" with a member "prototype"')],
  ['{"a":{"constructor":{"prototype":1}}}', member('"constructor" with a member "prototype"')],
])('The body %j is refused, and the message says why', async (body, message) => {
  const answer = await post(service.app, '/graphql', body);
  expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
  const [error] = answer.json().errors;
  expect(error.message).toEqual(
    typeof message === 'string' ? message : expect.stringMatching(message),
  );
});

test.each([
  ['{"constructor":1}', {}],
  ['{"prototype":{"constructor":1}}', {}],
])(
  'Variables named like parts of a prototype are allowed in POST and GET: %s',
  async (variables) => {
    const body = `{"query":"{__typename}","variables":${variables}}`;
    expect((await post(service.app, '/graphql', body)).json().data).toEqual({
      __typename: 'Query',
    });
    const url = `/graphql?query={__typename}&variables=${variables}`;
    const answer = await send(service.app, { url, headers: { 'apollo-require-preflight': '1' } });
    expect(answer.json().data).toEqual({ __typename: 'Query' });
  },
);

test.each([
  ['variables', '{"__proto__":{"a":1}}', '"__proto__"'],
  ['variables', '{"a":[[{"__proto__":1}]]}', '"__proto__"'],
  ['variables', '{"constructor":{"prototype":{}}}', '"constructor" with a member "prototype"'],
  ['extensions', '{"persistedQuery":{"__proto__":{}}}', '"__proto__"'],
])(
  'Members that are not allowed in a body are not allowed in parameters either: %s=%s',
  async (name, json, shown) => {
    const url = `/graphql?query={__typename}&${name}=${json}`;
    const answer = await send(service.app, { url, headers: { 'apollo-require-preflight': '1' } });
    expect([answer.statusCode, answer.json().errors[0].message]).toEqual([
      400,
      `The parameter "${name}" has a member ${shown}, which is not allowed.`,
    ]);
  },
);
