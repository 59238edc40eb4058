import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type Service, startService } from '../support/service.js';
import { codeIn, sendBytes } from '../support/wire.js';

let service: Service;
let address: URL;
beforeAll(async () => {
  service = await startService();
  address = new URL(await service.app.listen());
});
afterAll(() => service.stop());

const long = (kilobytes: number) => 'x'.repeat(kilobytes * 1024);
const get = (url: string, headers = '') =>
  `GET ${url} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n${headers}\r\n`;

test.each([
  ['GraphQL', `/graphql?query=${long(17)}`],
  ['an id of GraphQL', `/graphql/${long(17)}`],
  ['a search', `/v1/?uri=${long(17)}`],
  ['one record', `/v1/${long(17)}`],
  ['an unknown URL', `/${long(17)}`],
])('A URL of 17 KB is refused in the error format of %s', async (_what, url) => {
  const answer = await sendBytes(address, get(url));
  expect([answer.status, codeIn(answer.json)]).toEqual([414, 'ADDRESS_TOO_LONG']);
  expect(Object.keys(answer.json as object)[0]).toBe(url.startsWith('/graphql') ? 'errors' : 'ok');
});

describe('The service refuses, without reading it to its end,', () => {
  test.each([
    ['a URL of 60 KB', get(`/graphql?query=${long(60)}`), 414, 'ADDRESS_TOO_LONG'],
    ['a header of 33 KB', get('/graphql', `X: ${long(33)}\r\n`), 431, 'HEADERS_TOO_LARGE'],
    [
      'a URL and a header that are too large only together',
      get(`/v1/?uri=${long(15)}`, `X: ${long(20)}\r\n`),
      431,
      'HEADERS_TOO_LARGE',
    ],
  ])('%s', async (_what, bytes, status, code) => {
    const answer = await sendBytes(address, bytes);
    expect([answer.status, codeIn(answer.json)]).toEqual([status, code]);
  });
});

test('A URL of 15 KB with headers of 15 KB is accepted', async () => {
  const bytes = get(`/v1/?title=${long(15)}`, `X: ${long(15)}\r\n`);
  expect(await sendBytes(address, bytes)).toMatchObject({ status: 400, json: { ok: false } });
});

// Imports over REST may be larger, see bulk-large.test.ts.
describe('A body of 17 MB', () => {
  const body = Buffer.alloc(17 << 20, ' ');

  test('is refused by its Content-Length before it is sent', async () => {
    const head = `POST /graphql HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n`;
    const answer = await sendBytes(address, `${head}Content-Length: ${body.length}\r\n\r\n`);
    expect([answer.status, codeIn(answer.json)]).toEqual([413, 'BODY_TOO_LARGE']);
  });

  test('is refused while it is being sent', async () => {
    const answer = await fetch(new URL('/graphql', address), {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    });
    expect([answer.status, codeIn(await answer.json())]).toEqual([413, 'BODY_TOO_LARGE']);
  });
});
