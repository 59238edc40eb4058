import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../../support/checkout.js';
import { type FaultyProxy, startFaultyProxy } from '../../../support/faulty-proxy.js';
import {
  type ImportFolder,
  importFolder,
  mixedCounts,
  mixedItems,
  ndjson,
} from '../../../support/importing.js';
import { repetitions } from '../../../support/repetitions.js';
import { type Service, startService } from '../../../support/service.js';
import { storedIn } from '../../../support/stored.js';
import { until } from '../../../support/until.js';

// Processes start slowly on a busy machine.
jest.setTimeout(60_000);

// These are three requests, of which the last one is small.
const count = 20_500;

let checkout: Checkout;
let folder: ImportFolder;
let service: Service;
let proxy: FaultyProxy;
let undisturbed: { tables: unknown; report: unknown };

beforeAll(async () => {
  checkout = await checkOut();
  await setUp();
  expect(await importing().ended()).toBe(2);
  undisturbed = { tables: await tables(), report: await report() };
  expect(undisturbed.report).toMatchObject(mixedCounts(count));
  await tearDown();
});
afterAll(() => checkout.remove());
beforeEach(setUp);
afterEach(tearDown);

async function setUp() {
  service = await startService();
  proxy = await startFaultyProxy(await service.app.listen());
  folder = await importFolder();
  await folder.write('rows.ndjson', ndjson(mixedItems(count)));
}

async function tearDown() {
  await proxy.close();
  await service.stop();
  await folder.remove();
}

function importing() {
  const args = ['import', folder.file('rows.ndjson'), '--source', 'rows', '--url', proxy.url];
  const files = [
    '--report',
    folder.file('report.json'),
    '--rejects',
    folder.file('rejects.ndjson'),
  ];
  return checkout.records([...args, ...files], folder.env);
}

/** Everything that is stored, except times and keys. */
async function tables() {
  const { records, sites, imports, rejections, index } = await storedIn(service);
  const timeless = imports.map(
    ({ started_at, finished_at, idempotency_key, request_hash, ...row }) => ({
      ...row,
      isFinished: finished_at !== null,
    }),
  );
  return { records, sites, imports: timeless, rejections, index };
}

async function report() {
  const { startedAt, finishedAt, durationMs, ...rest } =
    await folder.readJson<Record<string, unknown>>('report.json');
  return rest;
}

// While a request is in flight, while the service processes it, and after the response.
const moments = Array.from({ length: repetitions(8, 3) }, (_, n) => ({
  request: 1 + (n % 3),
  laterMs: Math.floor(Math.random() * 1000),
}));

test.each(moments)(
  'records import killed $laterMs ms after request $request is resumed by the same command',
  async ({ request, laterMs }) => {
    const first = importing();
    await until('the request has come', () => proxy.bodies.length >= request, 1);
    await passed(laterMs);
    first.child.kill('SIGKILL');
    const end = await first.ended();
    // A command killed when it had reported, just before its end, has nothing left to do.
    const isReported = await report().then(
      () => true,
      () => false,
    );
    if (end === 'SIGKILL' && !isReported) expect(await importing().ended()).toBe(2);
    else if (end !== 'SIGKILL') expect(end).toBe(2);
    expect(await report()).toEqual(undisturbed.report);
    expect(await tables()).toEqual(undisturbed.tables);
  },
);

test('records import killed before it reads a response gets that response the next time', async () => {
  proxy.faults.push(undefined, 'answer withheld');
  const first = importing();
  const stored = async () => (await storedIn(service)).imports.length === 2;
  await until('the second request is stored', stored);
  first.child.kill('SIGKILL');
  await first.ended();
  expect(await importing().ended()).toBe(2);
  const [, sent, , sentAgain] = proxy.bodies;
  expect(sentAgain).toBe(sent);
  expect(await report()).toEqual(undisturbed.report);
  expect(await tables()).toEqual(undisturbed.tables);
});
