import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut, follow } from '../support/checkout.js';

// These look at times, and a machine can be busy at the wrong moment. What is broken fails each time.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
}, 60_000);
afterAll(() => checkout.remove());

const env = { DATABASE_URL: 'sqlite::memory:' };
const listening = /Server listening at http:\/\/([\d.]+):(\d+)/;

async function serve() {
  const command = checkout.records(['serve'], env);
  const [, host = '', port] = await command.until(listening);
  return { command, host, port: Number(port) };
}

/** Begins an import whose last byte is still to come. */
async function beginImport({ host, port }: { host: string; port: number }): Promise<Socket> {
  const socket = connect(port, host);
  const head = 'POST /v1/bulk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n[`);
  await once(socket.setEncoding('utf8'), 'data');
  return socket;
}

describe('serve', () => {
  test.each(['SIGINT', 'SIGTERM'] as const)('ends with 0 on %s', async (signal) => {
    const { command } = await serve();
    command.child.kill(signal);
    expect(await command.ended()).toBe(0);
  });

  test('finishes the requests in flight before it ends', async () => {
    const running = await serve();
    const socket = await beginImport(running);
    running.command.child.kill('SIGTERM');
    // It is stopping when it takes no new connection.
    await refused(running);
    socket.write(']');
    expect((await once(socket, 'data'))[0]).toMatch(/^HTTP\/1.1 200 .*"ok":true/s);
    socket.destroy();
    expect(await running.command.ended()).toBe(0);
  });

  test('ends at once, with 130, on a second Ctrl-C that is no echo of the first', async () => {
    const running = await serve();
    const socket = await beginImport(running);
    socket.on('error', () => {});
    const started = performance.now();
    running.command.child.kill('SIGINT');
    // npm passes on the Ctrl-C that the terminal has sent already; only a later one is the user's.
    const again = setInterval(() => running.command.child.kill('SIGINT'), 100);
    expect(await running.command.ended()).toBe(130);
    clearInterval(again);
    expect(performance.now() - started).toBeGreaterThan(3_000);
  });
});

async function refused({ host, port }: { host: string; port: number }): Promise<void> {
  for (;;) {
    const socket = connect(port, host);
    const outcome = await Promise.race([
      once(socket, 'connect').then(() => 'connected'),
      new Promise((failed) => socket.on('error', () => failed('refused'))),
    ]);
    socket.destroy();
    if (outcome === 'refused') return;
    await pause(20);
  }
}

// `script` gives the command a terminal, as a user has one. Its shell must not hear Ctrl-C itself.
test('npm run demo on a terminal draws a bar, and ends with 0 on Ctrl-C', async () => {
  const inTerminal = ['-qefc', 'exec npm run demo', '/dev/null'];
  const command = follow(
    spawn('script', inTerminal, {
      cwd: checkout.folder,
      env: { ...process.env, ...env, PORT: '0' },
    }),
  );
  await command.until(/Serving until Ctrl-C:.*contains=confort/s);
  command.child.stdin?.write('\x03');
  expect(await command.ended()).toBe(0);
  expect(command.output()).toMatch(/Importing input\/data\.json .*100 of 100/);
  expect(command.output()).toContain('Stopped.');
}, 60_000);
