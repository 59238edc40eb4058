import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { byHash, observed } from '../support/cached.js';
import { codesOf, post, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([item()]);
});
afterAll(() => service.stop());

const query =
  'query Q($n: Int, $id: ID = 1, $filter: RecordFilter) { record(id: $id) { title } records(first: $n, filter: $filter) { totalCount } }';
const extensions = JSON.stringify(byHash(query));

/** The ways by which variables come, each with the variables as a text of JSON. */
const ways: readonly [string, (variables: string) => Parameters<typeof send>[1]][] = [
  ['POST', (variables) => posted(`"query":${JSON.stringify(query)}`, variables)],
  ['POST by hash', (variables) => posted(`"extensions":${extensions}`, variables)],
  ['GET', (variables) => got({ query, variables })],
  ['GET by hash', (variables) => got({ extensions, variables })],
];

const posted = (named: string, variables: string) => ({
  method: 'POST' as const,
  url: '/graphql',
  headers: { 'content-type': 'application/json' },
  payload: `{${named},"variables":${variables}}`,
});

const got = (parameters: Record<string, string>) => ({
  url: `/graphql?${new URLSearchParams(parameters)}`,
  headers: { 'apollo-require-preflight': '1' },
});

const cases: readonly [variables: string, alike: string, argument: string, fault: RegExp][] = [
  ['{"n":1e400}', '{"n":null}', 'n', /is too large a number/],
  ['{"n":-1e400}', '{"n":null}', 'n', /is too large a number/],
  ['{"id":1e999}', '{}', 'id', /is too large a number/],
  [
    '{"filter":{"title":{"contains":1e999}}}',
    '{"filter":{"title":{"contains":null}}}',
    'filter.title.contains',
    /is too large a number/,
  ],
  [
    '{"filter":{"and":[{},{"date":{"lt":-1e999}}]}}',
    '{"filter":{"and":[{},{"date":{"lt":null}}]}}',
    'filter.and[1].date.lt',
    /is too large a number/,
  ],
  ['{"n":-0}', '{"n":0}', 'n', /is -0, which JSON does not distinguish from 0; send 0\./],
  ['{"n":-0.0e1}', '{"n":0}', 'n', /is -0/],
  ['{"n":-1e-400}', '{"n":0}', 'n', /is -0/],
  [
    '{"id":9007199254740993}',
    '{"id":"9007199254740992"}',
    'id',
    /is an integer beyond 9007199254740991, so digits were lost/,
  ],
  ['{"id":12345678901234567890}', '{"id":"1"}', 'id', /so digits were lost/],
  ['{"n":1e300}', '{"n":1}', 'n', /so digits were lost/],
  ['{"unused":[{"a":1e400}]}', '{"unused":[{"a":null}]}', 'unused[0].a', /too large a number/],
];

describe.each(ways)('a request by %s', (_way, sent) => {
  test.each(cases)(
    'with %s is rejected, before and after one with %s was cached',
    async (variables, alike, argument, fault) => {
      await post(service.app, '/graphql', { query, extensions: byHash(query) });
      const refused = async () => {
        const answer = await send(service.app, sent(variables));
        expect(answer.json().data).toBeUndefined();
        const [error] = answer.json().errors;
        expect(error.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
        expect(error.message).toMatch(fault);
      };
      await refused();
      const answered = () => observed(service, () => send(service.app, sent(alike)));
      expect((await answered()).json().errors).toBeUndefined();
      expect((await answered()).cached).toBe(true);
      await refused();
    },
  );

  test.each([
    ['{"n":1.0}', '{"n":1}'],
    ['{"n":1e0}', '{"n":1}'],
    ['{"n":10E-1}', '{"n":1}'],
    ['{"n":9,"n":1}', '{"n":1}'],
    ['{"filter":{"text":"\\u0061"}}', '{"filter":{"text":"a"}}'],
  ])('with %s is the same as with %s', async (variables, alike) => {
    await send(service.app, sent(alike));
    const answer = await observed(service, () => send(service.app, sent(variables)));
    const { data, errors } = answer.json();
    expect([answer.cached, errors, data.records.totalCount]).toEqual([true, undefined, 1]);
  });
});

test.each(['stable', 'draft'])(
  'an inexact number has the status of a variable of a wrong type: GRAPHQL_HTTP_CODES=%s',
  async (codes) => {
    const other = await startService({ GRAPHQL_HTTP_CODES: codes });
    for (const accept of ['application/json', 'application/graphql-response+json', '*/*']) {
      const [inexact, wrong] = await Promise.all(
        ['1e400', '"text"'].map((n) => {
          const body = `{"query":${JSON.stringify(query)},"variables":{"n":${n}}}`;
          return post(other.app, '/graphql', body, { accept });
        }),
      );
      expect(codesOf(inexact as never)).toEqual(codesOf(wrong as never));
      expect(inexact?.statusCode).toBe(wrong?.statusCode);
      expect(inexact?.headers['content-type']).toBe(wrong?.headers['content-type']);
    }
    await other.stop();
  },
);

test.each(['1e400', '-1e400', '5', 'true', '[]', '{}'])(
  'an operationName of %s is rejected, although the same request without a name is cached',
  async (operationName) => {
    const text = JSON.stringify({ query });
    await post(service.app, '/graphql', text);
    const answer = await post(
      service.app,
      '/graphql',
      `${text.slice(0, -1)},"operationName":${operationName}}`,
    );
    expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
  },
);

test.each(['# X\n{ __typename }', '{ records(filter: { text: "X" }) { totalCount } }'])(
  'a document with a lone surrogate is rejected, although the one with U+FFFD is cached: %j',
  async (document) => {
    const answered = (sign: string) =>
      post(service.app, '/graphql', { query: document.replace('X', sign) });
    const refused = async () => {
      for (const half of ['\ud800', '\udfff']) {
        const answer = await answered(half);
        expect([answer.statusCode, codesOf(answer)]).toEqual([400, ['BAD_REQUEST']]);
      }
    };
    await refused();
    for (const _ of [1, 2]) expect((await answered('\ufffd')).json().errors).toBeUndefined();
    await refused();
    expect((await answered('\ud83d\ude42')).json().errors).toBeUndefined();
  },
);

test('numbers in a document are read digit by digit', async () => {
  const { record } = await service.query('{ record(id: 9007199254740993) { title } }');
  expect(record).toBeNull();
  expect((await service.query('{ record(id: 1) { title } }')).record).toEqual({ title: 'A title' });
});
