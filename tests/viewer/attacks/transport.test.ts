// cspell:ignore hasura xchunked
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';
import { type TokenFolder, tokenFolder } from '../../support/token-folder.js';
import { bearer } from '../../support/viewers.js';
import { sendBytes } from '../../support/wire.js';

let tokens: TokenFolder;
let token: string;
let service: Service;
let address: URL;
beforeAll(async () => {
  tokens = await tokenFolder();
  token = await tokens.create('ada', ['records:read', 'imports:write']);
  service = await startService({ ...tokens.env, RATE_LIMIT: 'off' });
  address = new URL(await service.app.listen());
});
afterAll(async () => {
  await service.stop();
  await tokens.remove();
});

describe('Attack 22: a page of another origin', () => {
  const mutation = 'mutation{bulkImport(input:{items:[]}){received}}';

  test.each([
    ['GET', `/graphql?query={__typename}`, {}, 400],
    ['GET', `/graphql?query=${mutation}`, { 'apollo-require-preflight': '1' }, 405],
    ['POST', '/graphql', { 'content-type': 'text/plain' }, 415],
    ['POST', '/graphql', { 'content-type': 'application/x-www-form-urlencoded' }, 415],
    ['POST', '/graphql', { 'content-type': 'multipart/form-data; boundary=a' }, 415],
    ['POST', '/graphql', {}, 415],
    ['POST', '/v1/bulk', { 'content-type': 'text/plain' }, 415],
    ['POST', '/v1/bulk', { 'content-type': 'multipart/form-data; boundary=a' }, 415],
  ] as const)('has no effect by what it sends without a preflight: %s %s %j', async (...sent) => {
    const [method, url, headers, status] = sent;
    const answer = await send(service.app, {
      method,
      url,
      // Even with the token of the victim, which browsers do not send by themselves.
      headers: { ...bearer(token), origin: 'https://evil.example', ...headers },
      ...(method === 'POST' && { payload: JSON.stringify({ query: '{ __typename }' }) }),
    });
    expect([answer.statusCode, answer.headers['access-control-allow-origin']]).toEqual([
      status,
      undefined,
    ]);
    expect(answer.body).not.toContain('"data":{');
  });
});

describe('Attack 23: a header by which proxies and frameworks name users, methods or URLs', () => {
  const forged = {
    'x-user': 'admin',
    'x-forwarded-user': 'admin',
    'x-auth-request-user': 'admin',
    'x-remote-user': 'admin',
    remote_user: 'admin',
    'x-hasura-role': 'admin',
    'x-hasura-admin-secret': 'secret',
    'x-viewer': 'admin',
    'x-http-method-override': 'DELETE',
    'x-http-method': 'POST',
    'x-method-override': 'POST',
    'x-original-url': '/livez',
    'x-rewrite-url': '/livez',
    'x-forwarded-prefix': '/livez',
    'x-forwarded-host': 'evil.example',
    forwarded: 'for=127.0.0.1;host=evil.example;proto=https',
    'proxy-authorization': 'Bearer admin',
    'x-access-token': 'admin',
    'x-api-key': 'admin',
  };

  test.each(Object.entries(forged))('is ignored: %s', async (name, value) => {
    const requests = [
      { url: '/v1/' },
      { url: '/v1/export' },
      { method: 'POST', url: '/graphql', payload: { query: '{ records { totalCount } }' } },
      { url: '/.well-known/oauth-protected-resource' },
    ] as const;
    for (const own of [{}, bearer(token)]) {
      for (const request of requests) {
        const plain = await send(service.app, { ...request, headers: own });
        const answer = await send(service.app, { ...request, headers: { ...own, [name]: value } });
        const seen = ({ statusCode, body, headers }: typeof answer) => [
          statusCode,
          body,
          headers['www-authenticate'],
        ];
        expect(seen(answer)).toEqual(seen(plain));
      }
    }
  });
});

describe('Attack 24: a request that could be read as two', () => {
  const hidden = 'GET /v1/export HTTP/1.1\r\nHost: localhost\r\n\r\n';
  // The token comes with each of them, as anything else would be refused before its body is read.
  const request = (...lines: readonly string[]) =>
    `POST /v1/bulk?dryRun=true HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer TOKEN\r\nContent-Type: application/x-ndjson\r\n${lines.join('\r\n')}`;
  const chunked = 'Transfer-Encoding: chunked';

  test.each([
    ['CL and TE', request('Content-Length: 5', chunked, '', `0\r\n\r\n${hidden}`)],
    ['TE and CL', request(chunked, 'Content-Length: 5', '', `0\r\n\r\n${hidden}`)],
    ['two lengths', request('Content-Length: 0', 'Content-Length: 50', '', hidden)],
    ['a list of lengths', request('Content-Length: 0, 50', '', hidden)],
    ['a length with a sign', request('Content-Length: +0', '', hidden)],
    ['a length in hexadecimal', request('Content-Length: 0x0', '', hidden)],
    ['two TEs', request(chunked, 'Transfer-Encoding: identity', '', `0\r\n\r\n${hidden}`)],
    ['a TE that only looks like chunked', request('Transfer-Encoding: xchunked', '', hidden)],
    ['a TE with a blank before the colon', request('Transfer-Encoding : chunked', '', hidden)],
    [
      'a TE on a folded line',
      request('Transfer-Encoding:\r\n chunked', 'Content-Length: 5', '', hidden),
    ],
    ['bare line feeds', request('Content-Length: 0', '', '').replaceAll('\r\n', '\n') + hidden],
    ['a bare carriage return', request('X: a\rContent-Length: 50', '', hidden)],
    ['a NUL in a header', request('X: a\0b', 'Content-Length: 0', '', hidden)],
    ['a chunk size with a sign', request(chunked, '', `+0\r\n\r\n${hidden}`)],
    ['a chunk size with a prefix', request(chunked, '', `0x0\r\n\r\n${hidden}`)],
    ['a chunk that ends with a bare LF', request(chunked, '', `1\r\na\n0\r\n\r\n${hidden}`)],
  ])('is refused, and nothing behind it is answered: %s', async (_what, bytes) => {
    const answers = await readAll(bytes.replace('TOKEN', token));
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
  });

  test('is two if it is two: the answers of a pipeline come in its order', async () => {
    const one = `GET /v1/?contains=%FF HTTP/1.1\r\nHost: localhost\r\n\r\n`;
    const last = 'GET /livez HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n';
    const answers = await readAll(one + hidden + last);
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(
      ['400', '401', '200'].map((status) => `HTTP/1.1 ${status}`),
    );
  });
});

describe('Attacks 26 and 27: a service with access control', () => {
  test.each([
    ['two Hosts', ['Host: localhost'], 400],
    ['the name of a page that resolves to this machine', [], 421],
  ])('refuses before it looks at tokens: %s', async (_what, more, status) => {
    const host = more.length > 0 ? 'localhost' : 'evil.example';
    const head = ['GET /v1/ HTTP/1.1', `Host: ${host}`, ...more, `Authorization: Bearer ${token}`];
    const answer = await sendBytes(address, `${head.join('\r\n')}\r\nConnection: close\r\n\r\n`);
    expect(answer.status).toBe(status);
  });
});

describe('A service that answers to any host', () => {
  let open: Service;
  beforeAll(async () => {
    open = await startService({ ...tokens.env, RATE_LIMIT: 'off', ALLOWED_HOSTS: '*' });
    await open.app.listen();
  });
  afterAll(() => open.stop());

  test.each(['', 'evil.example', 'evil.example:1'])(
    'refuses as usual, whatever the Host is: %j',
    async (host) => {
      const answer = await send(open.app, { url: '/v1/', headers: { host } });
      expect([answer.statusCode, answer.headers['cache-control']]).toEqual([401, 'no-store']);
      expect(answer.headers['www-authenticate']).toContain(
        `resource_metadata="http://${host || 'localhost'}/.well-known/oauth-protected-resource"`,
      );
    },
  );

  test('has no metadata in shared caches that name the Host of a stranger', async () => {
    const url = '/.well-known/oauth-protected-resource';
    const answer = await send(open.app, { url, headers: { host: 'evil.example' } });
    expect([answer.statusCode, answer.headers['cache-control']]).toEqual([200, 'no-store']);
    const env = { ...tokens.env, RATE_LIMIT: 'off', PUBLIC_URL: 'https://records.example.com' };
    const named = await startService({ ...env, ALLOWED_HOSTS: '*' });
    const known = await send(named.app, { url, headers: { host: 'evil.example' } });
    expect(known.json().resource).toBe('https://records.example.com');
    expect(known.headers['cache-control']).toBe('public, max-age=300');
    await named.stop();
  });
});

/** All answers to bytes that are sent as they are. */
async function readAll(bytes: string): Promise<string> {
  const socket = connect(Number(address.port), address.hostname);
  socket.on('error', () => {});
  socket.write(Buffer.from(bytes, 'latin1'));
  setTimeout(() => socket.end(), 300);
  return text(socket);
}

// An HTTP/2 client with prior knowledge begins with this (RFC 9113, section 3.4), then sends frames.
const preface = 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n';
const settingsFrame = '\0\0\0\x04\0\0\0\0\0';
const resetFrame = '\0\0\x04\x03\0\0\0\0\x01\0\0\0\x08';

/** What the service sends back until it closes the connection, which it must do by itself. */
async function replyToFrames(frames: string): Promise<string> {
  const socket = connect(Number(address.port), address.hostname).on('error', () => {});
  socket.write(Buffer.from(preface + settingsFrame + frames, 'latin1'));
  return text(socket).catch(() => 'reset');
}

test('Attack 25: HTTP/2 frames, whatever headers they carry, are refused as one malformed request', async () => {
  const headersFrame = '\0\0\x05\x01\x05\0\0\0\x01te: x';
  const reply = await replyToFrames(headersFrame);
  expect(reply.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 400']);
});

test('Attack 30: a flood of HTTP/2 resets ends with its connection, and others are served', async () => {
  const floods = Array.from({ length: 20 }, () => replyToFrames(resetFrame.repeat(5_000)));
  const other = await send(service.app, { url: '/v1/', headers: bearer(token) });
  expect(other.statusCode).toBe(200);
  for (const reply of await Promise.all(floods)) expect(reply).not.toContain('200');
});
