import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type ErrorCode, isErrorCode } from '../../src/errors/request-error.js';
import { codesOf, post, send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';

let service: Service;
let address: URL;
beforeAll(async () => {
  service = await startService();
  address = new URL(await service.app.listen());
});
afterAll(() => service.stop());

const nested = (open: string, close: string, depth: number) =>
  `${open.repeat(depth)}{}${close.repeat(depth)}`;
const search = 'query ($f: RecordFilter) { records(filter: $f) { nodes { id } } }';
const variables = (json: string) => `{"query":"${search}","variables":${json}}`;

describe('A hostile body is refused with a clean error', () => {
  test.each<[string, string, ErrorCode]>([
    [
      'variables as deep as the stack',
      variables(`{"f":${nested('{"not":', '}', 2e4)}}`),
      'BODY_TOO_COMPLEX',
    ],
    [
      'a date as deep as the stack',
      variables(`{"f":{"date":{"gte":${'['.repeat(2e4)}${']'.repeat(2e4)}}}}`),
      'BODY_TOO_COMPLEX',
    ],
    [
      'a document as deep as the stack',
      JSON.stringify({
        query: `{ records(filter: ${nested('{not:', '}', 2e4)}) { nodes { id } } }`,
      }),
      'DOCUMENT_TOO_LARGE',
    ],
    [
      'a selection as deep as the stack',
      JSON.stringify({ query: '{a'.repeat(5e4) }),
      'DOCUMENT_TOO_LARGE',
    ],
    ['a NUL in the document', JSON.stringify({ query: '{__typename\0}' }), 'GRAPHQL_PARSE_FAILED'],
    ['a prototype in the body', '{"__proto__":{"query":"{__typename}"}}', 'BAD_REQUEST'],
    ['a prototype in the variables', variables('{"__proto__":{"f":{}}}'), 'BAD_REQUEST'],
    ['a constructor in the variables', variables('{"constructor":{"prototype":1}}'), 'BAD_REQUEST'],
  ])('%s', async (_what, body, code) => {
    const accept = 'application/graphql-response+json';
    const answer = await post(service.app, '/graphql', body, { accept });
    expect([answer.statusCode, codesOf(answer)]).toEqual([400, [code]]);
    expect(answer.body).not.toMatch(/call stack/i);
  });
});

test.each([
  ['an id of 90 digits', '9'.repeat(90)],
  ['an id of 5,000 digits', '9'.repeat(5_000)],
  ['an id that is a script', encodeURIComponent('<script>alert(1)</script>')],
])('No record is found by %s', async (_what, id) => {
  const answer = await send(service.app, { url: `/v1/${id}` });
  expect([answer.statusCode, codesOf(answer)]).toEqual([404, ['NOT_FOUND']]);
  expect(answer.json().error.length).toBeLessThan(200);
});

test('Searches for hostile strings find nothing and do no harm', async () => {
  for (const contains of ['\ud800', '\0', "';--", '%_\\', '"*NEAR(', '\u202e']) {
    expect(await service.query(search, { f: { title: { contains } } })).toEqual({
      records: { nodes: [] },
    });
  }
});

/** Sends raw bytes and returns all that is received until the service closes the connection. */
async function sendRaw(bytes: string): Promise<string> {
  const socket = connect(Number(address.port), address.hostname);
  socket.write(bytes);
  return text(socket);
}

const answerIn = (response: string) => JSON.parse(response.slice(response.indexOf('\r\n\r\n')));
const request = (line: string, headers = '') =>
  `${line} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;

describe('A raw request', () => {
  test.each([
    ['no HTTP at all', 'GARBAGE\r\n\r\n', 400],
    ['a URL of 20 KB', request(`GET /v1/?uri=${'x'.repeat(20_000)}`), 414],
    ['a URL of 40 KB', request(`GET /v1/?uri=${'x'.repeat(40_000)}`), 414],
    ['a header of 40 KB', request('GET /v1/', `X: ${'x'.repeat(40_000)}\r\n`), 431],
    ['1,000 headers', request('GET /v1/', 'X: 1\r\n'.repeat(1_000)), 431],
    [
      'two different Content-Lengths',
      request('POST /v1/bulk', 'Content-Length: 2\r\nContent-Length: 3\r\n'),
      400,
    ],
    ['an unknown method', request('FETCH /v1/'), 400],
    ['a URL that is not a path', request('GET v1'), 400],
    ['a NUL in its URL', request('GET /v1/\0'), 400],
  ])('with %s is refused in the error format of REST', async (_what, bytes, status) => {
    const response = await sendRaw(bytes);
    expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(response).toMatch(/^connection: close\r$/im);
    const { ok, error, code } = answerIn(response);
    expect([ok, isErrorCode(code), typeof error]).toEqual([false, true, 'string']);
  });

  test('with a hundred headers is served', async () => {
    const headers = Array.from({ length: 100 }, (_, at) => `X${at}: 1\r\n`).join('');
    expect(answerIn(await sendRaw(request('GET /v1/9', headers)))).toMatchObject({
      code: 'NOT_FOUND',
    });
  });
});
