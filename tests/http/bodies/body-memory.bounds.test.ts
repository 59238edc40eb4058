import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { type Service, startService } from '../../support/service.js';
import { until } from '../../support/until.js';
import { ndjson, upload } from '../../support/upload.js';
import { answerIn, codeIn } from '../../support/wire.js';

const kilobyte = 1024;
const bodyBytes = 4096 * kilobyte;

let service: Service;
let address: URL;
let open: Socket[];
beforeEach(async () => {
  open = [];
  service = await startService({}, undefined, { bodyBytes });
  address = new URL(await service.app.listen());
});
afterEach(async () => {
  for (const socket of open) socket.destroy();
  await service.stop();
});

const query = '{"query":"{ __typename }"}';

/** Begins a request, and sends this much of its body. */
function begin(part: string | Buffer, length: number, headers = '', url = '/graphql'): Socket {
  const socket = connect(Number(address.port), address.hostname).on('error', () => {});
  const type = url === '/graphql' ? 'application/json' : 'application/x-ndjson';
  const head = `POST ${url} HTTP/1.1\r\nHost: localhost\r\nContent-Type: ${type}\r\n`;
  socket.write(`${head}Content-Length: ${length}\r\n${headers}\r\n`);
  socket.write(part);
  open.push(socket);
  return socket;
}

/** Begins so many requests, whose bodies of so many kilobytes lack one byte. */
async function fill(count: number, kilobytes: number): Promise<Socket[]> {
  const body = query.padEnd(kilobytes * kilobyte);
  const sockets = Array.from({ length: count }, () => begin(body.slice(0, -1), body.length));
  await until('all is sent', () => sockets.every(({ writableLength }) => writableLength === 0));
  // What the sockets still buffer is read meanwhile.
  await pause(200);
  return sockets;
}

async function answerOf(socket: Socket) {
  const [text] = await once(socket.setEncoding('utf8'), 'data');
  const { status, headers, json } = answerIn(text);
  return { status, code: codeIn(json), retryAfter: headers.get('retry-after') };
}

async function post(kilobytes: number) {
  const body = query.padEnd(kilobytes * kilobyte);
  return answerOf(begin(body, body.length));
}

const answered = { status: 200 };
const busy = { status: 503, code: 'SERVICE_BUSY', retryAfter: '5' };

describe('When request bodies take all the memory that they may', () => {
  let sockets: Socket[];
  beforeEach(async () => {
    sockets = await fill(7, 500);
  });

  test('another large body is refused, and the earlier ones are served', async () => {
    expect(await post(500)).toMatchObject(busy);
    for (const socket of sockets) {
      const answer = answerOf(socket);
      socket.write(' ');
      expect(await answer).toMatchObject(answered);
    }
    await until('it is free', async () => (await post(500)).status === 200);
  });

  test('small bodies are served, of imports and of other requests', async () => {
    expect(await post(1)).toMatchObject(answered);
    expect(await post(200)).toMatchObject(answered);
    const { status } = await upload(address.origin, ndjson(0, 5_000));
    expect(status).toBe(200);
  });

  test('small bodies are refused as well once they fill their reserve', async () => {
    const others = await fill(3, 200);
    // The service may still be reading the others.
    await until('it is busy', async () => (await post(200)).status === busy.status);
    expect(await post(200)).toMatchObject(busy);
    expect(await post(1)).toMatchObject(answered);
    others[0]?.destroy();
    await until('it is free', async () => (await post(200)).status === 200);
  });

  test('a compressed body is refused before it is decompressed as a whole', async () => {
    const text = randomBytes(4 * kilobyte)
      .toString('hex')
      .repeat(100);
    const compressed = gzipSync(`${query.slice(0, -1)},"x":"${text}"}`);
    expect(compressed.length).toBeLessThan(20 * kilobyte);
    const headers = 'Content-Encoding: gzip\r\n';
    expect(await answerOf(begin(compressed, compressed.length, headers))).toMatchObject(busy);
  });

  test('clients that disconnect free their memory', async () => {
    for (const socket of sockets) socket.resetAndDestroy();
    await until('it is free', async () => (await post(500)).status === 200);
  });
});

test('Body memory counts bytes received, not the Content-Length, and not the number of chunks', async () => {
  for (let count = 0; count < 100; count += 1) begin('{', 16 << 20);
  const socket = begin('{', 8 << 20, 'Content-Encoding: gzip\r\n');
  await pause(50);
  expect(await post(900)).toMatchObject(answered);
  socket.destroy();
});

test('A refused body takes no memory', async () => {
  for (let count = 0; count < 30; count += 1) {
    const body = `${query.slice(0, -1)},"x":"${'x'.repeat(500 * kilobyte)}"${'['.repeat(65)}`;
    const answer = await answerOf(begin(body, body.length + 1));
    expect(answer).toMatchObject({ status: 400, code: 'BODY_TOO_COMPLEX' });
  }
  expect(await post(800)).toMatchObject(answered);
});

describe('An import of many times the body memory', () => {
  const rows = ndjson(0, 30_000);
  test.each([
    ['uncompressed', rows, {}],
    ['gzip', gzipSync(rows), { 'content-encoding': 'gzip' }],
    ['zstd', zstdCompressSync(rows), { 'content-encoding': 'zstd' }],
  ])('is stored, as little of it is held at a time: %s', async (_what, body, headers) => {
    const { status, json } = await upload(address.origin, body, headers);
    expect([status, json.ok]).toEqual([200, true]);
  });

  test('is refused when an incomplete row exceeds it, with a report of what is stored', async () => {
    const long = `{"title":"${randomBytes(bodyBytes).toString('hex')}"}\n`;
    const { status, code, json } = await upload(address.origin, ndjson(0, 20_500) + long);
    expect([status, code]).toEqual([503, 'SERVICE_BUSY']);
    expect(json).toMatchObject({ received: 20_000, inserted: 20_000 });
  });
});
