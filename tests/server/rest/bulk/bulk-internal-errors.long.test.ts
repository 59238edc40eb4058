import { once } from 'node:events';
import { readdirSync, readlinkSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as passed } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, jest, test } from '@jest/globals';
import { item, type Service, startService } from '../../../support/service.js';
import { until } from '../../../support/until.js';
import { ndjson, upload } from '../../../support/upload.js';

// Ten thousand rows take a while on a busy machine.
jest.setTimeout(60_000);

let service: Service;
let address: string;
let log: string[];
beforeEach(async () => {
  log = [];
  service = await startService({ LOG_LEVEL: 'debug' }, (line) => log.push(line));
  address = await service.app.listen();
});
afterEach(() => service.stop());

/** The errors in the log. */
const faults = () => log.map((line) => JSON.parse(line)).filter(({ level }) => level >= 50);

const lose = (table: string) =>
  service.app.fork().em.getConnection('write').execute(`alter table ${table} rename to lost`);

const importCount = async () => {
  const { imports } = await service.query<{ imports: { nodes: object[] } }>(
    '{ imports { nodes { id } } }',
  );
  return imports.nodes.length;
};

test.each([
  [
    'with an Idempotency-Key',
    { 'idempotency-key': 'a' },
    'with the same Idempotency-Key to resume from there\\.',
  ],
  [
    'without an Idempotency-Key',
    {},
    'If the rows are sent again, those stored count as duplicates\\.',
  ],
])(
  'An internal error during an import is reported with what is stored, %s',
  async (_what, headers, howToGoOn) => {
    async function* rows() {
      yield ndjson(0, 10_500);
      await until('a chunk is stored', async () => (await importCount()) > 0);
      await lose('record');
      yield ndjson(10_500, 25_000);
    }
    const { status, code, json } = await upload(address, rows(), headers);
    expect([status, code]).toEqual([500, 'INTERNAL_SERVER_ERROR']);
    expect(json).toMatchObject({ ok: false, import: { id: '1' }, received: 10_000, rejected: 0 });
    expect(json.error).toMatch(
      new RegExp(
        `^Internal server error \\(reference \\S+\\)\\. The first 10000 rows were processed: 10000 inserted, 0 duplicates, 0 rejected\\. .*${howToGoOn}$`,
      ),
    );
    expect(faults()).toEqual([
      expect.objectContaining({ errorId: expect.any(String), err: expect.anything() }),
    ]);
    expect(json.error).toContain(faults()[0].errorId);
  },
);

test('An internal error during a response aborts it, and is logged with the id of the request', async () => {
  const headers = { 'content-type': 'application/x-ndjson' };
  const sent = request(`${address}/v1/bulk`, { method: 'POST', headers, agent: false });
  // Many times the buffers between the service and a client that does not read.
  const row = `${JSON.stringify(item({ title: 'x'.repeat(50_000) }))}\n`;
  sent.end(row.repeat(1_100));
  const [answer] = (await once(sent, 'response')) as [IncomingMessage];
  sent.on('error', () => {});
  expect(answer.statusCode).toBe(200);
  await lose('rejection');
  await expect(answer.toArray()).rejects.toThrow();
  await until('it is logged', () => faults().length > 0);
  expect(faults()).toMatchObject([
    { reqId: expect.any(String), err: { message: expect.stringContaining('rejection') } },
  ]);
});

/** The files of dry runs that this process holds open. */
const openFiles = () =>
  readdirSync('/proc/self/fd').filter((fd) => {
    try {
      return readlinkSync(`/proc/self/fd/${fd}`).includes('records-dry-run-');
    } catch {
      return false;
    }
  });

describe('A client that disconnects before the response', () => {
  test.each(['', '?dryRun=true'])(
    'leaves no file open, and is not logged as an error (%s)',
    async (query) => {
      const { hostname, port } = new URL(address);
      const body = `${JSON.stringify(item({ uri: '/relative' }))}\n`.repeat(3000);
      const head = `POST /v1/bulk${query} HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-ndjson\r\nContent-Length: ${body.length}\r\n\r\n`;
      for (let turn = 0; turn < 60; turn += 1) {
        const socket = connect(Number(port), hostname).on('error', () => {});
        const closed = once(socket, 'close');
        await new Promise((written) => socket.write(head + body, written));
        await passed(turn % 20);
        socket.resetAndDestroy();
        await closed;
      }
      const left = () =>
        log.filter((line) => line.includes('A client disconnected before its response.'));
      await until('some have left early enough', () => left().length > 0);
      await until('nothing is open', () => openFiles().length === 0);
      expect(faults()).toEqual([]);
    },
  );
});
