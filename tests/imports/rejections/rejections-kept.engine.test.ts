import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { engineUnderTest, type Service, startService } from '../../support/service.js';
import { ndjson, upload } from '../../support/upload.js';

// 64 MB are written to the database.
jest.setTimeout(120_000);

let service: Service;
let address: string;
beforeEach(async () => {
  service = await startService();
  address = await service.app.listen();
});
afterEach(() => service.stop());

/** Rows without a uri and a date, each 60,000 bytes long. */
const wrongRows = (count: number) =>
  `{"title":"${'x'.repeat(59_964)}","uri":null,"date":null}\n`.repeat(count);

async function lastImport() {
  const { imports } = await service.query<{ imports: { nodes: Record<string, unknown>[] } }>(
    `{ imports(first: 1) { nodes {
      received rejected rejectionsNotKept reasonCounts { code count }
    } } }`,
  );
  return imports.nodes[0];
}

async function keptRows(): Promise<number> {
  const [row] = await service.app
    .fork()
    .em.getConnection('write')
    .execute('select count(*) as count from rejection');
  return Number(row?.count);
}

test('an import over HTTP keeps up to 64 MB of rejected rows and counts all, also when it is resumed', async () => {
  // All rows of the second chunk are small, and yet none of them is kept: what is kept is a beginning.
  const first = wrongRows(1_150) + ndjson(0, 8_850);
  const body = `${first}${'{"title":"small"}\n'.repeat(5)}`;
  const headers = { 'idempotency-key': 'kept' };
  const cutOff = await upload(address, `${first}${'{"title":"small"}\n'.repeat(2)}{"ti`, headers);
  expect(cutOff.status).toBe(400);
  // A chunk ends where it has 64 MB of rows.
  expect(cutOff.json.rejected).toBeGreaterThan(1_000);
  expect(cutOff.json.rejected).toBeLessThan(1_150);
  const { status, json } = await upload(address, body, headers);
  expect([status, json.received, json.inserted, json.rejected]).toEqual([
    200, 10_005, 8_850, 1_155,
  ]);
  const kept = await keptRows();
  expect(kept).toBeGreaterThan(1_090);
  expect(kept * 60_000).toBeLessThan(64 * 1024 * 1024);
  expect(json).toMatchObject({ rejectionsOmitted: 155, rejectionsNotKept: 1_155 - kept });
  expect(json.rejections).toHaveLength(1_000);
  const stored = {
    received: 10_005,
    rejected: 1_155,
    rejectionsNotKept: 1_155 - kept,
    reasonCounts: [
      { code: 'DATE_MISSING', count: 1_155 },
      { code: 'URI_MISSING', count: 1_155 },
      { code: 'TITLE_TOO_LONG', count: 1_150 },
    ],
  };
  expect(await lastImport()).toMatchObject(stored);
  const again = await upload(address, body, headers);
  expect(again.json).toMatchObject({ replayed: true, rejectionsNotKept: 1_155 - kept });
  expect(await keptRows()).toBe(kept);
});

test('an import over HTTP keeps at most 100,000 rejected rows', async () => {
  // What counts them is the same on every engine, and a server takes its time.
  const more = engineUnderTest === 'SQLite' ? 100_000 : 0;
  const { json } = await upload(
    address,
    '{"title":"x","uri":null,"date":null}\n'.repeat(more + 20),
  );
  expect(json.rejected).toBe(more + 20);
  expect(json.rejectionsNotKept).toBe(more > 0 ? 20 : undefined);
  expect(await lastImport()).toMatchObject({ rejectionsNotKept: more > 0 ? 20 : 0 });
  expect(await keptRows()).toBe(more > 0 ? 100_000 : 20);
});

test('bulkImport keeps all rejections, and dry runs keep none', async () => {
  await service.importItems([{ title: 'no date' }]);
  expect(await lastImport()).toMatchObject({ rejected: 1, rejectionsNotKept: 0 });
  const { json } = await upload(address, wrongRows(2), {}, '?dryRun=true');
  expect(json).toMatchObject({ import: null, rejected: 2 });
  expect(json).not.toHaveProperty('rejectionsNotKept');
  expect(await keptRows()).toBe(1);
});
