import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../support/checkout.js';

// These look at times, and a machine can be busy at the wrong moment. What is broken fails each time.
jest.retryTimes(2, { logErrorsBeforeRetry: true });

let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
}, 60_000);
afterAll(() => checkout.remove());

async function serve(env: Record<string, string> = {}) {
  const command = checkout.records(['serve'], { DATABASE_URL: 'sqlite::memory:', ...env });
  const [, port] = await command.until(/Server listening at http:\/\/127\.0\.0\.1:(\d+)/);
  return { command, port: Number(port) };
}

interface Outcome {
  /** The status, or the code of the fault of the connection. */
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

/** Sends 200 requests a second until `/readyz` fails, as a load balancer does that asks it now and then. */
async function balanceLoad(port: number, agent: Agent) {
  const sent: Promise<Outcome>[] = [];
  let ready = true;
  const probes = (async () => {
    for (; ready; await pause(200)) ready = (await send(port, '/readyz', false)).status === 200;
  })();
  const started = performance.now();
  while (ready) {
    // By the clock: timers are late where the machine is busy.
    while (sent.length < (performance.now() - started) / 5) {
      const kept = sent.length % 2 === 0;
      sent.push(send(port, `/v1/?contains=${sent.length}`, kept ? agent : false));
    }
    await pause(5);
  }
  const seconds = (performance.now() - started) / 1000;
  await probes;
  return { outcomes: await Promise.all(sent), seconds };
}

test('of 200 requests a second none fails while the service is stopped', async () => {
  const { command, port } = await serve({ SHUTDOWN_DELAY_SECONDS: '1', LOG_LEVEL: 'info' });
  const agent = new Agent({ keepAlive: true });
  const load = balanceLoad(port, agent);
  await pause(1_500);
  command.child.kill('SIGTERM');
  const { outcomes, seconds } = await load;
  expect(await command.ended()).toBe(0);
  agent.destroy();
  expect(outcomes.filter(({ status }) => status !== 200)).toEqual([]);
  expect(outcomes.length).toBeGreaterThan(200 * (seconds - 0.1));
  // Kept connections were told to go; the requests on them before the stop were not.
  const kept = outcomes.filter((_, index) => index % 2 === 0);
  expect(new Set(kept.map(({ closes }) => closes))).toEqual(new Set([false, true]));
}, 30_000);

test('requests on connections that are open already are answered while it closes', async () => {
  const { command, port } = await serve();
  const socket = connect(port, '127.0.0.1').setEncoding('utf8');
  let answers = '';
  socket.on('data', (text: string) => {
    answers += text;
  });
  // The first one is in flight, so the connection is not idle when the stop comes.
  const head = 'POST /v1/bulk HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n';
  socket.write(`${head}Content-Length: 2\r\nExpect: 100-continue\r\n\r\n[`);
  await once(socket, 'data');
  command.child.kill('SIGTERM');
  await command.until(/is stopping/);
  await pause(100);
  socket.write(']');
  await once(socket, 'close');
  expect(answers).toMatch(/HTTP\/1.1 200 OK.*connection: close.*"ok":true/s);
  expect(await command.ended()).toBe(0);
});

test('a connection on which nothing was sent does not hold the stop', async () => {
  const { command, port } = await serve();
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  await send(port, '/livez', false);
  const started = performance.now();
  command.child.kill('SIGTERM');
  expect(await command.ended()).toBe(0);
  expect(performance.now() - started).toBeLessThan(2_000);
  socket.destroy();
});

test('a request that never comes to its end is cut off after 10 seconds, which ends with 1', async () => {
  const { command, port } = await serve();
  const socket = connect(port, '127.0.0.1');
  socket.write(
    'POST /v1/bulk HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\nExpect: 100-continue\r\n\r\n[',
  );
  await once(socket, 'data');
  const started = performance.now();
  command.child.kill('SIGTERM');
  expect(await command.ended()).toBe(1);
  expect(performance.now() - started).toBeGreaterThan(9_500);
  expect(performance.now() - started).toBeLessThan(13_000);
  expect(command.output()).toContain('1 connection was not done 10 seconds after the stop began');
  socket.destroy();
}, 30_000);
