import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, expect, test } from '@jest/globals';
import { type Service, startService } from '../../support/service.js';
import { ndjson } from '../../support/upload.js';

let service: Service;
afterEach(() => service.stop());

test('A body below the minimum data rate is refused, though its client never pauses', async () => {
  const env = { REQUEST_TIMEOUT_SECONDS: '1' };
  service = await startService(env, undefined, { slowSeconds: 1 });
  const headers = { 'content-type': 'application/x-ndjson' };
  const url = `${await service.app.listen()}/v1/bulk`;
  const sent = request(url, { method: 'POST', headers, agent: false }).on('error', () => {});
  const answered = once(sent, 'response') as Promise<[IncomingMessage]>;
  const drip = setInterval(() => sent.write(ndjson(0, 1)), 300);
  const [answer] = await answered;
  clearInterval(drip);
  const body = JSON.parse((await answer.setEncoding('utf8').toArray()).join(''));
  expect([answer.statusCode, body.code]).toEqual([408, 'REQUEST_TIMEOUT']);
  expect(body.error).toMatch(
    /^The request body was not complete in time: it arrived at less than 1024 bytes per second for 1 seconds/,
  );
});

test('Connections beyond the maximum are closed, and accepted again when there is room', async () => {
  service = await startService({}, undefined, { connections: 2 });
  const { port, hostname } = new URL(await service.app.listen());
  const opened = async () => {
    const socket = connect(Number(port), hostname).on('error', () => {});
    await once(socket, 'connect');
    return socket;
  };
  const [first, second] = [await opened(), await opened()];
  await pause(50);
  const third = await opened();
  await once(third.resume(), 'close');
  first.destroy();
  await pause(50);
  const fourth = await opened();
  fourth.write('GET /livez HTTP/1.1\r\nHost: localhost\r\n\r\n');
  expect(String((await once(fourth, 'data'))[0])).toMatch(/^HTTP\/1.1 200 /);
  for (const socket of [second, fourth]) socket.destroy();
});
