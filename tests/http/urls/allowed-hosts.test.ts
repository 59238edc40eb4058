// cspell:ignore bücher bcher
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from '../../support/http.js';
import { type Service, startService } from '../../support/service.js';
import { codeIn, sendBytes, type WireAnswer } from '../../support/wire.js';

/** Requests a URL with these headers and no other. */
function ask(address: string, headers: string, path = '/v1/', version = '1.1') {
  const bytes = `GET ${path} HTTP/${version}\r\nConnection: close\r\n${headers}\r\n`;
  return sendBytes(new URL(address), bytes);
}

const summarize = ({ status, json }: WireAnswer) => [status, codeIn(json)];
const served = [200, undefined];
const refused = [421, 'MISDIRECTED_REQUEST'];
const malformed = [400, 'BAD_REQUEST'];

describe('A service on a loopback address', () => {
  let service: Service;
  let address: string;
  beforeAll(async () => {
    service = await startService({ ALLOWED_HOSTS: 'Records.Example.com, fd00::a, bücher.example' });
    address = await service.app.listen();
  });
  afterAll(() => service.stop());

  test.each([
    ['localhost'],
    ['LocalHost:8000'],
    ['localhost.:1'],
    ['localhost:'],
    ['127.0.0.1:65535'],
    ['[::1]'],
    ['[0:0:0:0:0:0:0:1]:8000'],
    ['records.example.com'],
    ['RECORDS.example.com.:443'],
    ['[FD00::A]:8000'],
    ['xn--bcher-kva.example'],
  ])('accepts the host %s', async (host) => {
    expect(summarize(await ask(address, `Host: ${host}\r\n`))).toEqual(served);
  });

  test.each([
    ['evil.example'],
    ['evil.example:8000'],
    ['localhost.evil.example'],
    ['evil-localhost'],
    ['www.records.example.com'],
    ['example.com'],
    ['127.0.0.2'],
    ['10.0.0.1'],
    ['0.0.0.0'],
    ['[::2]'],
    ['*'],
    [''],
  ])('refuses the host %j, naming the setting', async (host) => {
    const answer = await ask(address, `Host: ${host}\r\n`);
    expect(summarize(answer)).toEqual(refused);
    expect(JSON.stringify(answer.json)).toContain('ALLOWED_HOSTS');
  });

  test.each([
    ['two hosts', 'Host: localhost\r\nHost: evil.example\r\n'],
    ['one host twice', 'Host: localhost\r\nhost: localhost\r\n'],
    ['a list of hosts', 'Host: localhost, evil.example\r\n'],
    ['a user', 'Host: localhost@evil.example\r\n'],
    ['a path', 'Host: localhost/a\r\n'],
    ['a port that is not a number', 'Host: localhost:http\r\n'],
    ['half an IPv6 address', 'Host: [::1\r\n'],
    ['no host', ''],
  ])('refuses a request with %s, whatever its URL', async (_what, headers) => {
    for (const path of ['/v1/', '/graphql', '/livez', '/nowhere']) {
      expect(summarize(await ask(address, headers, path))).toEqual(malformed);
    }
  });

  test.each(['/', '/graphql', '/graphql/an-id', '/v1/1', '/v1/export', '/nowhere', '/livez/more'])(
    'refuses a foreign host at %s',
    async (path) => {
      const answer = await ask(address, 'Host: evil.example\r\nAccept: text/html\r\n', path);
      expect(summarize(answer)).toEqual(refused);
    },
  );

  test('stores nothing for a foreign host', async () => {
    const body = JSON.stringify([{ title: 'A', uri: 'https://a.example/', date: '2014-03-08' }]);
    const head = `POST /v1/bulk HTTP/1.1\r\nHost: evil.example\r\nOrigin: http://evil.example\r\nConnection: close\r\n`;
    const bytes = `${head}Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
    expect(summarize(await sendBytes(new URL(address), bytes))).toEqual(refused);
    expect((await send(service.app, { url: '/v1/' })).json()).toEqual([]);
  });

  test.each(['/livez', '/readyz', '/readyz/', '/livez?from=probe'])(
    'serves %s for any host',
    async (path) => {
      expect(summarize(await ask(address, 'Host: evil.example\r\n', path))).toEqual(served);
      expect(summarize(await ask(address, 'Host:\r\n', path))).toEqual(served);
    },
  );

  test('checks the host of an absolute URL, not the header', async () => {
    const [own, foreign] = ['Host: localhost\r\n', 'Host: evil.example\r\n'];
    expect(summarize(await ask(address, own, 'http://evil.example/v1/'))).toEqual(refused);
    expect(summarize(await ask(address, foreign, 'http://localhost:1/v1/?first=1'))).toEqual(
      served,
    );
    expect(summarize(await ask(address, own, 'HTTP://LOCALHOST/v1/'))).toEqual(served);
    expect(summarize(await ask(address, own, 'http://me@localhost/v1/'))).toEqual(malformed);
    const graphql = await ask(address, own, 'http://localhost/graphql?query=%7B');
    expect(Object.keys(graphql.json as object)).toEqual(['errors']);
  });

  test('accepts requests of HTTP/1.0 without a host', async () => {
    expect(summarize(await ask(address, '', '/v1/', '1.0'))).toEqual(served);
    expect(summarize(await ask(address, 'Host: evil.example\r\n', '/v1/', '1.0'))).toEqual(refused);
  });
});

test.each([
  ['127.0.0.5', '127.0.0.5:8000', 'localhost'],
  ['localhost', 'localhost:8000', '[::1]'],
])(
  'A service on the loopback address %s accepts it as a host, and no foreign ones',
  async (HOST, own, other) => {
    const service = await startService({ HOST });
    const address = await service.app.listen();
    for (const host of [own, other]) {
      expect(summarize(await ask(address, `Host: ${host}\r\n`))).toEqual(served);
    }
    expect(summarize(await ask(address, 'Host: evil.example\r\n'))).toEqual(refused);
    await service.stop();
  },
);

test.each([
  ['0.0.0.0', '', 'records:8000'],
  ['127.0.0.1', '*', 'records:8000'],
  ['0.0.0.0', 'records', 'records:8000'],
  ['0.0.0.0', 'records', 'localhost'],
])(
  'A service on %s with ALLOWED_HOSTS=%s accepts the host %s',
  async (HOST, ALLOWED_HOSTS, host) => {
    const service = await startService({ HOST, ALLOWED_HOSTS });
    const { port } = new URL(await service.app.listen());
    const address = `http://127.0.0.1:${port}`;
    expect(summarize(await ask(address, `Host: ${host}\r\n`))).toEqual(served);
    expect(summarize(await ask(address, 'Host: a, b\r\n'))).toEqual(malformed);
    const isNamed = ALLOWED_HOSTS === 'records';
    expect(summarize(await ask(address, 'Host: evil.example\r\n'))).toEqual(
      isNamed ? refused : served,
    );
    await service.stop();
  },
);

test('HOST=localhost listens on its IPv4 address, and accepts the names of a loopback address', async () => {
  const service = await startService({ HOST: 'localhost' });
  try {
    const address = await service.app.listen();
    expect(address).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
    expect(summarize(await ask(address, 'Host: localhost\r\n'))).toEqual(served);
    expect(summarize(await ask(address, 'Host: evil.example\r\n'))).toEqual(refused);
  } finally {
    await service.stop();
  }
});
