import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { post } from '../../../support/http.js';
import { type Item, item, type Service, startService } from '../../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const bulk = async (body: unknown) => (await post(service.app, '/v1/bulk', body)).json();

test('POST /v1/bulk accepts a list of items, or an object that has it as items', async () => {
  const counts = { ok: true, received: 1, inserted: 1, duplicates: 0, rejected: 0, rejections: [] };
  expect(await bulk({ items: [item({ title: 'In an object' })] })).toMatchObject(counts);
  expect(await bulk([item({ title: 'In a list' })])).toMatchObject(counts);
  expect(await bulk([])).toMatchObject({ ok: true, received: 0, inserted: 0 });
});

test('POST /v1/bulk ignores other members, and reads a number as its digits', async () => {
  const given = { ...item(), title: 1984, rank: { deep: [1] }, id: 7 };
  expect(await bulk({ items: [given], version: 2 })).toMatchObject({ inserted: 1 });
  expect((await service.app.inject('/v1/?contains=1984')).json()).toHaveLength(1);
});

test('POST /v1/bulk accepts a file that begins with a byte order mark', async () => {
  const body = `\ufeff${JSON.stringify([item({ title: 'Marked' })])}`;
  expect(await bulk(body)).toMatchObject({ ok: true, inserted: 1 });
});

test('POST /v1/bulk counts and rejects as GraphQL does', async () => {
  const items: Item[] = [
    item({ title: 'Twice' }),
    item({ title: ' Twice ' }),
    item({ title: null, uri: '/relative', date: 'May 23' }),
    // Over REST, the original row is kept of an object that lacks one of these; this one has all.
    { title: null, uri: null, date: null },
    item({ date: '2023-02-30' }),
  ];
  const { ok, import: rest, ...restCounts } = await bulk({ items });
  const other = await startService();
  try {
    const { bulkImport } = await other.query<{ bulkImport: Record<string, unknown> }>(
      `mutation ($items: [RecordInput!]!) {
        bulkImport(input: { items: $items }) {
          received inserted duplicates rejected
          rejections { index title uri date line raw reasons { code field message } }
          replayed
        }
      }`,
      // Over REST, the lines of a list are known, like those of a file.
      { items: items.map((each) => ({ ...each, line: 1 })) },
    );
    expect(restCounts).toEqual(bulkImport);
    expect(restCounts).toMatchObject({ received: 5, inserted: 1, duplicates: 1, rejected: 3 });
    expect([ok, rest]).toEqual([true, { id: expect.any(String) }]);
  } finally {
    await other.stop();
  }
});

test('POST /v1/bulk reports every rejection of a large import', async () => {
  const { rejected, rejections } = await bulk(
    Array.from({ length: 300 }, () => ({ title: '', uri: '', date: '' })),
  );
  expect([rejected, rejections.length]).toEqual([300, 300]);
});
