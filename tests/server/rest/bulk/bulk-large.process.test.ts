import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../../../support/checkout.js';
import { startService } from '../../../support/service.js';
import { ndjson, upload } from '../../../support/upload.js';

// Processes take a while to start on a busy machine.
jest.setTimeout(120_000);

let checkout: Checkout;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-bulk-'));
  checkout = await checkOut();
});
afterAll(async () => {
  await checkout.remove();
  await rm(folder, { recursive: true });
});

test('A body of 17 MB, with more rows than a mutation accepts, is one import', async () => {
  const service = await startService();
  try {
    const body = ndjson(0, 10_001).replaceAll('"}', `","more":"${'x'.repeat(1700)}"}`);
    expect(body.length).toBeGreaterThan(17 << 20);
    const { json } = await upload(await service.app.listen(), body);
    expect(json).toMatchObject({ ok: true, received: 10_001, inserted: 10_001, rejections: [] });
    const stored = await service.query('{ imports { nodes { received inserted finishedAt } } }');
    expect(stored).toEqual({
      imports: { nodes: [{ received: 10_001, inserted: 10_001, finishedAt: expect.any(String) }] },
    });
  } finally {
    await service.stop();
  }
});

test('The reply to an import lists 1,000 rejections, and the number of the others', async () => {
  const service = await startService();
  try {
    const { json } = await upload(
      await service.app.listen(),
      '{"title":"No more","uri":null,"date":null}\n'.repeat(20_005),
    );
    expect(json).toMatchObject({ received: 20_005, rejected: 20_005, rejectionsOmitted: 19_005 });
    const indexes = json.rejections.map(({ index }: { index: number }) => index);
    expect(indexes).toEqual(Array.from({ length: 1_000 }, (_, at) => at));
  } finally {
    await service.stop();
  }
});

test.each([
  ['', 'Nothing of this request was stored.'],
  [
    ndjson(0, 12_000),
    'The first 10000 rows were processed: 10000 inserted, 0 duplicates, 0 rejected.',
  ],
])(
  'An import of more than BULK_MEGABYTES is refused, with a report of what is stored',
  async (start, done) => {
    const service = await startService({ BULK_MEGABYTES: '1' });
    try {
      const body = `${start}{"title":"${'x'.repeat(1 << 20)}"}\n${ndjson(20_000, 20_001)}`;
      const headers = { 'idempotency-key': 'large' };
      const { status, code, json } = await upload(await service.app.listen(), body, headers);
      expect([status, code]).toEqual([413, 'BODY_TOO_LARGE']);
      expect(json.error).toMatch(/^The request body is over 1 MB uncompressed.+BULK_MEGABYTES/);
      expect(json.error).toContain(done);
      expect(json.error).not.toContain('to resume from there');
    } finally {
      await service.stop();
    }
  },
);

// An idle process has more than 100 already.
const allowedMegabytes = 300;

test('An import takes no memory for its body, however long it is', async () => {
  const env = { DATABASE_URL: `sqlite:${join(folder, 'records.db')}` };
  const serve = checkout.records(['serve'], env);
  const [, address = ''] = await serve.until(/Server listening at (http:\/\/127\.0\.0\.1:\d+)/);
  // Stored once, so that the test is fast; in memory they would take 300 MB and more.
  const part = ndjson(0, 1000);
  async function* body() {
    for (let turn = 0; turn < 1000; turn += 1) yield part;
  }
  const { json } = await upload(address, body());
  expect(json).toMatchObject({ received: 1_000_000, inserted: 1000, duplicates: 999_000 });
  const status = readFileSync(`/proc/${serve.child.pid}/status`, 'latin1');
  const [, kilobytes = 0] = /VmHWM:\s+(\d+) kB/.exec(status) ?? [];
  expect(Number(kilobytes) / 1024).toBeLessThan(allowedMegabytes);
  serve.child.kill('SIGTERM');
  expect(await serve.ended()).toBe(0);
});
