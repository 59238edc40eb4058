import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, startService } from '../../support/service.js';

let service: Service;
let address: URL;
beforeAll(async () => {
  service = await startService();
  address = new URL(await service.app.listen());
});
afterAll(() => service.stop());

const body = JSON.stringify([{ title: 'A', uri: 'https://www.example.com/', date: '2014-03-08' }]);
const head = `POST /v1/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n`;

async function upload(part: string): Promise<Socket> {
  const socket = connect(Number(address.port), address.hostname);
  await once(socket, 'connect');
  await new Promise((written) => socket.write(head + part, written));
  return socket;
}

test('An upload that is interrupted stores nothing, and the service keeps running', async () => {
  for (const end of ['end', 'resetAndDestroy'] as const) {
    const socket = await upload(body.slice(0, 20));
    const closed = once(socket, 'close').catch(() => undefined);
    socket.on('error', () => {}).on('data', () => {});
    socket[end]();
    await closed;
  }
  const found = await fetch(new URL('/v1/', address));
  expect(await found.json()).toEqual([]);
});

test('An upload that arrives in chunks is one import', async () => {
  const socket = await upload(body.slice(0, 20));
  // Another request is served while this one is incomplete.
  expect((await fetch(new URL('/v1/', address))).status).toBe(200);
  const answered = once(socket.setEncoding('utf8'), 'data');
  socket.write(body.slice(20));
  expect((await answered)[0]).toMatch(/^HTTP\/1.1 200 .*"inserted":1/s);
  socket.destroy();
});
