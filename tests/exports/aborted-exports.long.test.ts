import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { fillWithLongRecords } from '../support/exported.js';
import { send } from '../support/http.js';
import { type Service, startService } from '../support/service.js';
import { until } from '../support/until.js';

// 40 MB, far more than lies between the service and a client that does not read.
const count = 20_000;
let service: Service;
let address: string;
let log: string[];
beforeEach(async () => {
  log = [];
  service = await startService({ LOG_LEVEL: 'debug' }, (line) => log.push(line));
  await fillWithLongRecords(service, count);
  address = await service.app.listen();
  service.statements();
});
afterEach(() => service.stop());

const loseTheTable = () =>
  service.app.fork().em.getConnection('write').execute('alter table record rename to lost');

/** How many pages were read since the last look. */
const pagesRead = () => service.statements().filter((sql) => /\bfrom record\b/.test(sql)).length;

/** Waits until nothing is read any more, and returns how many pages were read until then. */
async function standstill(): Promise<number> {
  let total = 0;
  for (let quiet = 0; quiet < 10; ) {
    await pause(50);
    const more = pagesRead();
    quiet = more === 0 ? quiet + 1 : 0;
    total += more;
  }
  return total;
}

async function begin(path: string, headers: Record<string, string> = {}): Promise<IncomingMessage> {
  const request = get(`${address}${path}`, { headers, agent: false });
  const [response] = (await once(request, 'response')) as [IncomingMessage];
  // The response tells the same.
  request.on('error', () => {});
  return response;
}

async function readToTheEnd(response: IncomingMessage): Promise<number> {
  let bytes = 0;
  for await (const chunk of response) bytes += chunk.length;
  return bytes;
}

/** The faults in the log, which are for the service's owner. */
const faults = () => log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);

describe('a failure in the middle of an export is logged with the id of its request and seen by the client', () => {
  afterEach(async () => {
    await until('it is logged', () => faults().length > 0);
    expect(faults()).toMatchObject([
      { reqId: expect.any(String), err: { message: expect.stringMatching(/no such table/) } },
    ]);
  });

  test.each(['ndjson', 'csv', 'json'])('in the format %s', async (format) => {
    const response = await begin(`/v1/export?format=${format}`);
    expect(response.statusCode).toBe(200);
    await loseTheTable();
    await expect(readToTheEnd(response)).rejects.toThrow();
  });

  test('over HTTP/1.0, where the end of the connection is the end of the response', async () => {
    const { port, hostname } = new URL(address);
    const socket = connect(Number(port), hostname);
    socket.write('GET /v1/export HTTP/1.0\r\n\r\n');
    await once(socket, 'readable');
    await loseTheTable();
    await expect(once(socket.resume(), 'end')).rejects.toMatchObject({ code: 'ECONNRESET' });
  });

  test('when the response is compressed', async () => {
    const response = await begin('/v1/export', { 'accept-encoding': 'gzip' });
    const isWhole = readToTheEnd(response).then(
      () => response.complete && response.statusCode === 200,
      () => false,
    );
    await loseTheTable();
    expect(await isWhole).toBe(false);
  });
});

test.each(['', 'gzip'])(
  'a failure before the first record is an ordinary error response (encoding "%s")',
  async (encoding) => {
    await loseTheTable();
    const headers = { 'accept-encoding': encoding };
    const answer = await send(service.app, { url: '/v1/export?format=csv', headers });
    expect(answer.statusCode).toBe(500);
    expect(answer.json()).toMatchObject({ ok: false, code: 'INTERNAL_SERVER_ERROR' });
    for (const name of ['content-disposition', 'content-encoding']) {
      expect(answer.headers).not.toHaveProperty(name);
    }
  },
);

describe('an export stops reading the database', () => {
  test.each(['', 'gzip'])(
    'than a client takes, and nothing when it left (%s)',
    async (encoding) => {
      const response = await begin('/v1/export', { 'accept-encoding': encoding });
      await once(response, 'readable');
      const taken = await standstill();
      // Packed, these records have no size to speak of.
      if (encoding === '') expect(taken).toBeLessThan(count / 1000);
      response.destroy();
      expect(await standstill()).toBeLessThan(3);
      expect(faults()).toEqual([]);
    },
  );
});
