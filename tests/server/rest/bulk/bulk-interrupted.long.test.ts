import { once } from 'node:events';
import { Agent, request } from 'node:http';
import { setTimeout as passed } from 'node:timers/promises';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { type Service, startService } from '../../../support/service.js';
import { until } from '../../../support/until.js';
import { ndjson, upload } from '../../../support/upload.js';

// Ten thousand rows take a while on a busy machine.
jest.setTimeout(60_000);

let service: Service;
let address: string;
beforeAll(async () => {
  service = await startService({ REQUEST_TIMEOUT_SECONDS: '2' });
  address = await service.app.listen();
});
afterAll(() => service.stop());

const json = { 'content-type': 'application/json' };

interface StoredImport {
  readonly id: string;
  readonly finishedAt: string | null;
}

/** All imports, the latest first. */
async function stored(): Promise<readonly StoredImport[]> {
  const { imports } = await service.query<{ imports: { nodes: StoredImport[] } }>(
    '{ imports(first: 100) { nodes { id: databaseId finishedAt } } }',
  );
  return imports.nodes;
}

test('A truncated import reports what is stored of it, and resumes when it is sent whole', async () => {
  const whole = `[${ndjson(0, 35_000).trimEnd().replaceAll('\n', ',\n')}]`;
  const key = { ...json, 'idempotency-key': 'cut off' };
  const cut = await upload(address, whole.slice(0, -40), key);
  expect([cut.status, cut.code]).toEqual([400, 'BAD_REQUEST']);
  const { received, inserted } = cut.json;
  expect(received % 10_000).toBe(0);
  expect([received > 0, inserted]).toEqual([true, received]);
  expect(cut.json.error).toMatch(
    /^The input is cut off: it ends at byte \d+ in the middle of item 34999, .+ The first \d+ rows were processed: \d+ inserted, 0 duplicates, 0 rejected\. Send the same rows with the same Idempotency-Key to resume from there\.$/,
  );
  expect(await stored()).toEqual([{ ...cut.json.import, finishedAt: null }]);

  const done = await upload(address, whole, key);
  expect(done.json).toMatchObject({ received: 35_000, inserted: 35_000, duplicates: 0 });
  expect(done.json).toMatchObject({ import: cut.json.import, replayed: false });
  expect(await stored()).toEqual([{ ...cut.json.import, finishedAt: expect.any(String) }]);
});

describe('With an Idempotency-Key under which 20,000 rows are stored', () => {
  const key = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'foreign' };
  const cut = (from: number, to: number) => ndjson(from, to).slice(0, -10);
  beforeAll(async () => {
    const { json } = await upload(address, cut(500_000, 525_000), key);
    expect(json.received).toBe(20_000);
  });

  test('other rows that are truncated are refused, without a report of the import', async () => {
    const { status, code, json } = await upload(address, cut(600_000, 625_000), key);
    expect([status, code]).toEqual([409, 'IDEMPOTENCY_KEY_REUSED']);
    expect(Object.keys(json).sort()).toEqual(['argument', 'code', 'error', 'ok']);
  });

  test.each([
    ['other rows', 600_000],
    ['the same rows', 500_000],
  ])(
    '%s that are truncated too early to be compared get no report of the import',
    async (_what, from) => {
      const { status, json } = await upload(address, cut(from, from + 100), key);
      expect([status, json.received]).toEqual([400, undefined]);
      expect(json.error).toMatch(/^The input is cut off: .+ Nothing of this request was stored\.$/);
    },
  );
});

test('A connection serves the next request after a body that was refused while it arrived', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'once' };
  await upload(address, ndjson(700_000, 700_001), headers);
  const sent = request(`${address}/v1/bulk`, { method: 'POST', headers, agent });
  sent.write(ndjson(710_000, 721_000));
  const [refusal] = await once(sent, 'response');
  expect(refusal.statusCode).toBe(409);
  for await (const _ of refusal);
  // The service drains for a second what is still on its way.
  for (let from = 721_000; from < 725_000; from += 1000) {
    sent.write(ndjson(from, from + 1000));
    await passed(20);
  }
  sent.end();
  await passed(2500);
  const next = request(`${address}/livez`, { agent }).end();
  const [answer] = await once(next, 'response');
  expect([answer.statusCode, next.reusedSocket]).toEqual([200, true]);
  agent.destroy();
});

test('Nothing is stored of a truncated import that is small or compressed', async () => {
  const rows = ndjson(100_000, 100_100);
  for (const [body, headers] of [
    [rows.slice(0, -10), {}],
    [gzipSync(rows).subarray(0, -10), { 'content-encoding': 'gzip' }],
  ] as const) {
    const { status, json } = await upload(address, body, headers);
    expect(status).toBe(400);
    expect(json).toEqual({
      ok: false,
      code: 'BAD_REQUEST',
      error: expect.stringMatching(/^The input is cut off: .+ Nothing was stored\.$/),
    });
  }
  expect((await service.app.inject('/v1/?contains=100000')).json()).toEqual([]);
});

test('A client that disconnects during an import resumes with the same Idempotency-Key', async () => {
  const rows = ndjson(200_000, 235_000);
  const headers = { 'content-type': 'application/x-ndjson', 'idempotency-key': 'left' };
  const known = (await stored()).length;
  const sent = request(`${address}/v1/bulk`, { method: 'POST', headers }).on('error', () => {});
  sent.write(rows.slice(0, -1000));
  await until('a chunk is stored', async () => (await stored()).length > known);
  sent.destroy();
  const { json } = await upload(address, rows, headers);
  expect(json).toMatchObject({ received: 35_000, inserted: 35_000, duplicates: 0, rejected: 0 });
  expect(await stored()).toHaveLength(known + 1);
});

test('An import may take longer than the timeout, as long as data arrives', async () => {
  async function* slow() {
    for (let at = 300_000; at < 300_010; at += 1) {
      yield ndjson(at, at + 1);
      await passed(500);
    }
  }
  const { status, json } = await upload(address, slow());
  expect([status, json.inserted]).toEqual([200, 10]);
});

test('A client that stops sending gets a report of what is stored, and its connection is closed', async () => {
  const known = (await stored()).length;
  const headers = { 'content-type': 'application/x-ndjson' };
  const sent = request(`${address}/v1/bulk`, { method: 'POST', headers });
  sent.write(ndjson(400_000, 420_500));
  const [answer] = await once(sent, 'response');
  const body = JSON.parse((await answer.setEncoding('utf8').toArray()).join(''));
  expect([answer.statusCode, answer.headers.connection]).toEqual([408, 'close']);
  expect(body).toMatchObject({ ok: false, code: 'REQUEST_TIMEOUT', received: 20_000 });
  expect(body.error).toMatch(
    /^The request body was not complete in time: no data arrived for 2 seconds\. The first 20000 rows were processed: .+ count as duplicates\.$/,
  );
  expect(await stored()).toHaveLength(known + 1);
  sent.destroy();
});

test('An error early in a long body is reported while the client is still sending', async () => {
  async function* long() {
    yield '{"items":';
    for (let part = 0; part < 200; part += 1) yield Buffer.alloc(65_536, '7');
  }
  const { status, json: told } = await upload(address, long(), json);
  expect(status).toBe(400);
  expect(told.error).toMatch(/^The member "items" is "7+…?" at byte 9/);
});
