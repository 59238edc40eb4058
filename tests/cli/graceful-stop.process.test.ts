import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut, refused } from '../support/checkout.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());

async function serve(env: Record<string, string> = {}) {
  const command = checkout.records(['serve'], { DATABASE_URL: 'sqlite::memory:', ...env });
  const [, port] = await command.until(/Server listening at http:\/\/127\.0\.0\.1:(\d+)/);
  return { command, port: Number(port) };
}

interface Outcome {
  /** The status, or the error code of the connection. */
  readonly status: number | string | undefined;
  readonly closes: boolean;
}

function send(port: number, path: string, agent: Agent | false): Promise<Outcome> {
  return new Promise((resolve) => {
    const sent = request({ host: '127.0.0.1', port, path, agent }, (answer) => {
      const closes = answer.headers.connection === 'close';
      answer
        .resume()
        .on('end', () => resolve({ status: answer.statusCode, closes }))
        .on('error', () => resolve({ status: 'cut', closes }));
    });
    sent.on('error', (error: NodeJS.ErrnoException) =>
      resolve({ status: error.code, closes: true }),
    );
    sent.end();
  });
}

// More than these wait to be accepted, on a slower machine.
const mostInFlight = 100;

/** Sends 200 requests per second until `/readyz` fails, like a load balancer that polls it. */
async function balanceLoad(port: number, agent: Agent): Promise<Outcome[]> {
  const sent: Promise<Outcome>[] = [];
  let inFlight = 0;
  let ready = true;
  const probes = (async () => {
    for (; ready; await pause(200)) ready = (await send(port, '/readyz', false)).status === 200;
  })();
  const started = performance.now();
  for (; ready; await pause(5)) {
    // By the clock: timers are late on a busy machine.
    while (sent.length < (performance.now() - started) / 5 && inFlight < mostInFlight) {
      const kept = sent.length % 2 === 0;
      const outcome = send(port, `/v1/?contains=${sent.length % 20}`, kept ? agent : false);
      inFlight += 1;
      void outcome.then(() => {
        inFlight -= 1;
      });
      sent.push(outcome);
    }
  }
  await probes;
  // It may be the only one on a kept connection since the stop.
  if (sent.length % 2 === 1) sent.push(send(port, '/v1/', false));
  sent.push(send(port, '/v1/', agent));
  return Promise.all(sent);
}

test('a graceful stop fails none of 200 requests per second', async () => {
  const { command, port } = await serve({ SHUTDOWN_DELAY_SECONDS: '3', LOG_LEVEL: 'info' });
  const agent = new Agent({ keepAlive: true });
  const load = balanceLoad(port, agent);
  await pause(1_500);
  command.child.kill('SIGTERM');
  const outcomes = await load;
  expect(await command.ended()).toBe(0);
  agent.destroy();
  expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
  // Before and after the stop, which closes keep-alive connections.
  const kept = outcomes.filter((_, index) => index % 2 === 0);
  expect(new Set(kept.map(({ closes }) => closes))).toEqual(new Set([false, true]));
});

test('requests on open connections get responses while the service closes', async () => {
  const { command, port } = await serve();
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let answers = '';
  socket.on('data', (text: string) => {
    answers += text;
  });
  // The first one is in flight, so the connection is not idle when the stop comes.
  const head = 'POST /v1/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n[`);
  await once(socket, 'data');
  command.child.kill('SIGTERM');
  await refused(port);
  socket.write(']');
  await once(socket, 'close');
  expect(answers).toMatch(/HTTP\/1.1 200 OK.*connection: close.*"ok":true/s);
  expect(await command.ended()).toBe(0);
});

test('a connection without a request does not delay the stop', async () => {
  const { command, port } = await serve();
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await send(port, '/livez', false);
  const started = performance.now();
  command.child.kill('SIGTERM');
  expect(await command.ended()).toBe(0);
  // If the stop waited for the connection, it would do so for 10 seconds.
  expect(performance.now() - started).toBeLessThan(5_000);
  socket.destroy();
});

test('a request that never completes is cut off 10 seconds after the stop, with exit code 1', async () => {
  const { command, port } = await serve();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST /v1/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n[',
  );
  await once(socket, 'data');
  const started = performance.now();
  command.child.kill('SIGTERM');
  expect(await command.ended()).toBe(1);
  expect(performance.now() - started).toBeGreaterThan(9_500);
  expect(command.output()).toContain('1 connection still in use after 10 seconds');
  socket.destroy();
});
