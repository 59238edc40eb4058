import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

const hostile = [
  { title: null, uri: null, date: null },
  {},
  { title: '', uri: '', date: '' },
  { title: '\ud800', uri: 'a\udc00b', date: '\udfff\ud800' },
  { title: 'nul \u0000 inside', uri: '\u0000/a', date: '\u0000' },
  { title: '👩‍👩‍👧 \u0301 é e\u0301', uri: '😀', date: '\u202e' },
  { title: '  not trimmed\r\n', uri: '\t/a\t', date: ' never ' },
  { title: 'x'.repeat(1024 * 1024), uri: '/'.repeat(1024 * 1024), date: '1'.repeat(1024 * 1024) },
  { title: `{"title":"\\u0041"}'; --`, uri: '%00', date: '\\' },
  { uri: '/only' },
];

const fields = 'rejections { index title uri date reasons { code field message } }';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test('rejected items are answered, stored and read back exactly as they were received', async () => {
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
