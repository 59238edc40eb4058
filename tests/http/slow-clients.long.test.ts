import { connect, type Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, startService } from '../support/service.js';
import { answerIn, codeIn } from '../support/wire.js';

let service: Service;
let address: URL;
beforeAll(async () => {
  service = await startService({ REQUEST_TIMEOUT_SECONDS: '1' });
  address = new URL(await service.app.listen());
});
afterAll(() => service.stop());

const json = 'Host: localhost\r\nContent-Type: application/json\r\n';

function open(bytes: string): Socket {
  const socket = connect(Number(address.port), address.hostname);
  socket.write(bytes);
  return socket;
}

test.each([
  ['headers', '/v1/', 'GET /v1/ HTTP/1.1\r\nHost: localhost\r\n', false],
  ['a body', '/v1/bulk', `POST /v1/bulk HTTP/1.1\r\n${json}Content-Length: 99\r\n\r\n[`, false],
  ['a body', '/graphql', `POST /graphql HTTP/1.1\r\n${json}Content-Length: 99\r\n\r\n{`, true],
  [
    'a compressed body',
    '/graphql',
    `POST /graphql HTTP/1.1\r\n${json}Content-Encoding: gzip\r\nContent-Length: 99\r\n\r\n\x1f`,
    true,
  ],
  [
    'a chunked body',
    '/graphql',
    `POST /graphql HTTP/1.1\r\n${json}Transfer-Encoding: chunked\r\n\r\n1\r\n{\r\n`,
    true,
  ],
])('A client that never completes %s for %s gets a 408', async (_what, _url, bytes, isGraphql) => {
  const answer = answerIn(await text(open(bytes)));
  expect([answer.status, codeIn(answer.json)]).toEqual([408, 'REQUEST_TIMEOUT']);
  expect(answer.headers.get('connection')).toBe('close');
  expect(Object.keys(answer.json as object).includes('errors')).toBe(isGraphql);
});

test('A slow request after a GraphQL response gets a 408 in the error format of REST', async () => {
  const query = '{"query":"{__typename}"}';
  const first = `POST /graphql HTTP/1.1\r\n${json}Content-Length: ${query.length}\r\n\r\n${query}`;
  const responses = await text(open(`${first}GET /v1/`));
  expect(responses).toMatch(/^HTTP\/1.1 200 .*"__typename":"Query"/s);
  const answer = answerIn(responses.slice(responses.lastIndexOf('HTTP/1.1 ')));
  expect(answer).toMatchObject({ status: 408, json: { ok: false, code: 'REQUEST_TIMEOUT' } });
});

test('A chunked body with an invalid chunk is refused in the error format of its URL', async () => {
  const chunked = `POST /graphql HTTP/1.1\r\n${json}Transfer-Encoding: chunked\r\n\r\nZZ\r\n`;
  const answer = answerIn(await text(open(chunked)));
  expect(answer).toMatchObject({
    status: 400,
    json: { errors: [{ message: expect.any(String) }] },
  });
});
