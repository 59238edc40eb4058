import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

const hostile = [
  { title: null, uri: null, date: null },
  {},
  { title: '', uri: '', date: '' },
  { title: '\ud800', uri: 'a\udc00b', date: '\udfff\ud800' },
  { title: 'nul \u0000 inside', uri: '\u0000/a', date: '\u0000' },
  { title: '👩‍👩‍👧 \u0301 é e\u0301', uri: '😀', date: '\u202e' },
  { title: '  not trimmed\r\n', uri: '\t/a\t', date: ' never ' },
  { title: 'é'.repeat(16_384), uri: '/'.repeat(16_384), date: '1'.repeat(16_384) },
  { title: `{"title":"\\u0041"}'; --`, uri: '%00', date: '\\' },
  { uri: '/only' },
];

const fields = 'rejections { index title uri date reasons { code field message } }';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test('rejected items of up to 64 KB are returned, stored and read back exactly as received', async () => {
  const { bulkImport } = await service.query<{
    bulkImport: { import: { id: string }; rejections: object[] };
  }>(
    `mutation ($input: BulkImportInput!) { bulkImport(input: $input) { import { id } ${fields} } }`,
    { input: { items: hostile } },
  );
  const { id } = bulkImport.import;
  const read = await service.query<{ import: { rejections: object[] } }>(
    `query ($id: ID!) { import(id: $id) { ${fields} } }`,
    { id },
  );

  expect(read.import.rejections).toEqual(bulkImport.rejections);
  expect(read.import.rejections).toEqual(
    hostile.map((received, index) => ({
      index,
      ...{ title: null, uri: null, date: null, ...received },
      reasons: expect.arrayContaining([expect.objectContaining({ field: 'date' })]),
    })),
  );
  // GraphQL shows both as null, but what was left out is kept apart from what was null.
  const { rejections } = await storedIn(service);
  expect(rejections.map(({ received }) => JSON.parse(String(received)))).toEqual(hostile);
});

test.each([
  ['a title', { title: 'x'.repeat(65_537), uri: null }, '{"title":"xxx', 'xxx…'],
  ['three fields', { title: 'x'.repeat(30_000), uri: 'é'.repeat(20_000) }, '{"title":"xxx', 'xxx…'],
  ['a row', { raw: '長'.repeat(21_846) }, '長長長', '長長…'],
])('of a rejected %s over 64 KB, the beginning is stored', async (_what, received, start, end) => {
  const { bulkImport } = await service.query<{
    bulkImport: { import: { id: string }; rejections: { raw: string }[] };
  }>(
    `mutation ($input: BulkImportInput!) {
      bulkImport(input: $input) { import { id } rejections { title uri raw line } }
    }`,
    { input: { items: [{ ...received, line: 7 }] } },
  );
  const [kept] = bulkImport.rejections;
  expect(kept).toEqual({ title: null, uri: null, raw: expect.any(String), line: 7 });
  expect(kept?.raw).toHaveLength(1001);
  expect([kept?.raw.slice(0, start.length), kept?.raw.slice(-end.length)]).toEqual([start, end]);
});
