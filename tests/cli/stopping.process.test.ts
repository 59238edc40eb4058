import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { resolve } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut, follow, refused } from '../support/checkout.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

const root = resolve(import.meta.dirname, '../..');
let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());

const env = { DATABASE_URL: 'sqlite::memory:' };
// Set by npm for the scripts that it runs.
const underNpm = { npm_lifecycle_event: 'start' };

async function serve(given: Record<string, string> = {}) {
  const command = checkout.records(['serve'], { ...env, ...given });
  const [, port] = await command.until(/Server listening at http:\/\/127\.0\.0\.1:(\d+)/);
  return { command, port: Number(port) };
}

/** Starts an import request and holds back its last byte. */
async function beginImport(port: number): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  const head = 'POST /v1/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n[`);
  await once(socket.setEncoding('utf8'), 'data');
  return socket;
}

async function finishImport(socket: Socket): Promise<void> {
  socket.write(']');
  expect((await once(socket, 'data'))[0]).toMatch(/^HTTP\/1.1 200 .*"ok":true/s);
  socket.destroy();
}

describe.each(['SIGINT', 'SIGTERM'] as const)('on %s, records serve', (signal) => {
  test('exits with 0', async () => {
    const { command } = await serve();
    command.child.kill(signal);
    expect(await command.ended()).toBe(0);
  });

  test('finishes the requests in flight before it exits', async () => {
    const { command, port } = await serve();
    const socket = await beginImport(port);
    command.child.kill(signal);
    await refused(port);
    await finishImport(socket);
    expect(await command.ended()).toBe(0);
  });

  test('exits at once on a second signal', async () => {
    const { command, port } = await serve();
    const socket = await beginImport(port);
    socket.on('error', () => {});
    command.child.kill(signal);
    await refused(port);
    command.child.kill(signal);
    expect(await command.ended()).toBe(signal);
  });

  test('ignores a second signal under npm, which may have forwarded the first', async () => {
    const { command, port } = await serve(underNpm);
    const socket = await beginImport(port);
    command.child.kill(signal);
    await refused(port);
    command.child.kill(signal);
    await finishImport(socket);
    expect(await command.ended()).toBe(0);
  });

  test('exits at once on a third signal under npm', async () => {
    const { command, port } = await serve(underNpm);
    const socket = await beginImport(port);
    socket.on('error', () => {});
    command.child.kill(signal);
    await refused(port);
    command.child.kill(signal);
    // Signals that follow each other too closely are merged, so it is sent until it is noticed.
    const again = setInterval(() => command.child.kill(signal), 50);
    expect(await command.ended()).toBe(signal);
    clearInterval(again);
  });
});

test('a signal that npm forwards late does not change the exit code', async () => {
  // With so much memory to free, Node.js takes a while to exit.
  const heap = 'globalThis.heap = Array.from({ length: 1e6 }, () => new ArrayBuffer(8))';
  const slowEnd = `--import data:text/javascript,${encodeURIComponent(heap)}`;
  const given = { ...env, ...underNpm, NODE_OPTIONS: slowEnd };
  const command = checkout.records(['demo'], given);
  await command.until(/Serving until Ctrl-C:.*contains=confort/s);
  command.child.kill('SIGINT');
  await command.until(/Stopped\./);
  await pause(20);
  command.child.kill('SIGINT');
  expect(await command.ended()).toBe(0);
});

// `script` gives the command a TTY. Its shell must not receive Ctrl-C itself.
test('npm run demo draws a progress bar on a TTY, and exits with 0 on Ctrl-C', async () => {
  // The script compiles the service, for which the copied build lacks the sources.
  for (const name of ['src', 'page', 'tsconfig.json']) {
    await cp(resolve(root, name), resolve(checkout.folder, name), { recursive: true });
  }
  const inTerminal = ['-qefc', 'exec npm run demo', '/dev/null'];
  const command = follow(
    spawn('script', inTerminal, {
      cwd: checkout.folder,
      env: { ...process.env, NODE_ENV: 'development', ...env, PORT: '0' },
    }),
  );
  await command.until(/Serving until Ctrl-C:.*contains=confort/s);
  command.child.stdin?.write('\x03');
  expect(await command.ended()).toBe(0);
  expect(command.output()).toMatch(/Importing input\/data\.json .*100 of 100/);
  expect(command.output()).toContain('Stopped.');
});
