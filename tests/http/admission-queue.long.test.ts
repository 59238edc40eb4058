import { once } from 'node:events';
import { get, type IncomingMessage, request } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { ServerBounds } from '../../src/http/server-bounds.js';
import { fillWithLongRecords } from '../support/exported.js';
import { item, type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';
import { until } from '../support/until.js';
import { ndjson, upload } from '../support/upload.js';

let service: Service;
let address: string;
let log: string[];
beforeEach(() => {
  log = [];
});
afterEach(() => service.stop());

async function serve(bounds: Partial<ServerBounds>): Promise<void> {
  const env = { LOG_LEVEL: 'debug', REQUEST_TIMEOUT_SECONDS: '3' };
  service = await startService(env, (line) => log.push(line), bounds);
  address = await service.app.listen();
}

const faults = () => log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);

/** Begins an import that has no end. */
function beginImport(query = '') {
  const headers = { 'content-type': 'application/x-ndjson' };
  const sent = request(`${address}/v1/bulk${query}`, { method: 'POST', headers, agent: false });
  sent.on('error', () => {}).write(ndjson(0, 10));
  return sent;
}

async function answerTo(sent: ReturnType<typeof request>) {
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  const json = JSON.parse((await response.setEncoding('utf8').toArray()).join(''));
  return { status: response.statusCode, headers: response.headers, json };
}

const importCount = async () => (await storedIn(service)).imports.length;

describe('The queue of imports', () => {
  test('admits a few at a time, and the others first come, first served', async () => {
    await serve({ imports: 1 });
    const first = beginImport();
    await pause(100);
    const done: number[] = [];
    const others = [1, 2, 3].map(async (number) => {
      await pause(50 * number);
      const { status } = await upload(address, ndjson(number * 100, number * 100 + 1));
      done.push(number);
      return status;
    });
    await pause(400);
    expect(done).toEqual([]);
    expect(await importCount()).toBe(0);
    first.end();
    expect((await answerTo(first)).status).toBe(200);
    expect(await Promise.all(others)).toEqual([200, 200, 200]);
    expect(done).toEqual([1, 2, 3]);
  });

  test('refuses an import that is not admitted in time, of which nothing is stored', async () => {
    await serve({ imports: 2, waitSeconds: 0.3 });
    const first = [beginImport(), beginImport()];
    await pause(100);
    const begun = performance.now();
    const other = beginImport();
    const { status, headers, json } = await answerTo(other);
    expect(performance.now() - begun).toBeGreaterThan(250);
    expect([status, json.code, headers['retry-after']]).toEqual([503, 'SERVICE_BUSY', '5']);
    expect(json.error).toMatch(/^The maximum of 2 imports .* Nothing was stored\.$/);
    other.destroy();
    for (const sent of first) {
      sent.end();
      expect((await answerTo(sent)).json).toMatchObject({ received: 10 });
    }
  });

  test('does not apply to dry runs and mutations', async () => {
    await serve({ imports: 1, waitSeconds: 60 });
    const first = beginImport();
    await pause(100);
    expect((await upload(address, ndjson(0, 10), {}, '?dryRun=true')).status).toBe(200);
    expect(await service.importItems([item()])).toMatchObject({ inserted: 1 });
    first.destroy();
  });

  test('skips imports whose clients have disconnected', async () => {
    await serve({ imports: 1, waitSeconds: 60 });
    const first = beginImport();
    await pause(100);
    const waiting = Array.from({ length: 20 }, () => beginImport());
    await pause(100);
    const last = upload(address, ndjson(0, 10));
    await pause(100);
    for (const sent of [...waiting, first]) sent.destroy();
    expect((await last).status).toBe(200);
    expect(await importCount()).toBe(1);
    expect(faults()).toEqual([]);
  });

  test('admits the next import when a client stops sending', async () => {
    await serve({ imports: 1 });
    const silent = answerTo(beginImport());
    await pause(50);
    expect((await upload(address, ndjson(20, 30))).status).toBe(200);
    expect((await silent).status).toBe(408);
  });

  test('is not held up by clients that do not read the response', async () => {
    await serve({ imports: 1, waitSeconds: 1 });
    const headers = { 'content-type': 'application/x-ndjson' };
    const sent = request(`${address}/v1/bulk`, { method: 'POST', headers, agent: false });
    sent.end(
      `${JSON.stringify({ title: 'x'.repeat(60_000), uri: null, date: null })}\n`.repeat(1000),
    );
    await once(sent, 'response');
    expect((await upload(address, ndjson(0, 10))).status).toBe(200);
    sent.destroy();
  });

  test('admits the next import when one fails', async () => {
    await serve({ imports: 1, waitSeconds: 1 });
    for (let turn = 0; turn < 5; turn += 1) {
      expect(
        (await upload(address, '{"items":7}', { 'content-type': 'application/json' })).status,
      ).toBe(400);
    }
    expect((await upload(address, ndjson(0, 10))).status).toBe(200);
  });
});

/** Begins an export, and reads nothing of it. */
async function beginExport(): Promise<IncomingMessage> {
  const sent = get(`${address}/v1/export`, { agent: false }).on('error', () => {});
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  return response;
}

async function lengthOf(response: IncomingMessage): Promise<number> {
  let length = 0;
  for await (const chunk of response) length += chunk.length;
  return length;
}

// Far more than the buffers between the service and a client that does not read.
const records = 20_000;

describe('The queue of exports', () => {
  test('admits a few at a time while others wait', async () => {
    await serve({ exports: 2 });
    await fillWithLongRecords(service, records);
    const [first, second] = [await beginExport(), await beginExport()];
    const third = beginExport();
    expect(await Promise.race([third, pause(300, 'waits')])).toBe('waits');
    const length = await lengthOf(first);
    expect(await lengthOf(await third)).toBe(length);
    expect(await lengthOf(second)).toBe(length);
  });

  test('refuses an export that is not admitted in time', async () => {
    await serve({ exports: 1, waitSeconds: 0.3 });
    await fillWithLongRecords(service, records);
    const first = await beginExport();
    const { status, headers, json } = await answerTo(get(`${address}/v1/export`));
    expect([status, json.code, headers['retry-after']]).toEqual([503, 'SERVICE_BUSY', '5']);
    // Requests that do not queue are served.
    const head = request(`${address}/v1/export`, { method: 'HEAD' }).end();
    expect((await once(head, 'response'))[0].statusCode).toBe(200);
    expect((await fetch(`${address}/v1/export?after=x`)).status).toBe(400);
    first.destroy();
    await until('it is free', async () => (await fetch(`${address}/v1/export`)).status === 200);
  });

  test('aborts an export that is not read if others wait, and only then', async () => {
    await serve({ exports: 1, slowSeconds: 0.5, waitSeconds: 20 });
    await fillWithLongRecords(service, records);
    const unread = await beginExport();
    const broken = once(unread, 'error');
    await pause(1000);
    expect(log.join()).not.toContain('was aborted');
    expect(await lengthOf(await beginExport())).toBeGreaterThan(records);
    unread.resume();
    await broken;
    expect(log.join()).toContain('was aborted');
    expect(faults()).toEqual([]);
  });

  test('completes an export that is read slowly, however many wait', async () => {
    await serve({ exports: 1, slowSeconds: 0.5, waitSeconds: 20 });
    await fillWithLongRecords(service, records);
    const read = await beginExport();
    const waiting = beginExport();
    let length = 0;
    for await (const chunk of read) {
      length += chunk.length;
      await pause(2);
    }
    expect(await lengthOf(await waiting)).toBe(length);
  });
});

test('Shutdown does not wait for requests in the queue', async () => {
  await serve({ imports: 1, exports: 1, waitSeconds: 60 });
  await fillWithLongRecords(service, records);
  const running = [beginImport(), await beginExport()] as const;
  await pause(100);
  const waiting = [beginImport(), get(`${address}/v1/export`)].map(answerTo);
  await pause(100);
  const stopped = service.app.close();
  for (const { status, json } of await Promise.all(waiting)) {
    expect([status, json.code]).toEqual([503, 'SERVICE_STOPPING']);
  }
  const [importing, exporting] = running;
  importing.end();
  expect((await answerTo(importing)).status).toBe(200);
  await lengthOf(exporting);
  await stopped;
});
