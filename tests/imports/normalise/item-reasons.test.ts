import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test('all reasons of a rejected item are reported together, in the order of its fields', async () => {
  const { bulkImport } = await service.query(
    `mutation ($input: BulkImportInput!) {
      bulkImport(input: $input) { rejections { index reasons { code field message } } }
    }`,
    { input: { items: [item(), { title: 'x'.repeat(300), uri: '/a', date: '2023-02-30' }, {}] } },
  );
  const some = expect.stringMatching(/^The .+[.]$/);
  expect(bulkImport).toEqual({
    rejections: [
      {
        index: 1,
        reasons: [
          { code: 'TITLE_TOO_LONG', field: 'title', message: some },
          { code: 'URI_RELATIVE', field: 'uri', message: some },
          { code: 'DATE_IMPOSSIBLE', field: 'date', message: some },
        ],
      },
      {
        index: 2,
        reasons: [
          { code: 'TITLE_MISSING', field: 'title', message: some },
          { code: 'URI_MISSING', field: 'uri', message: some },
          { code: 'DATE_MISSING', field: 'date', message: some },
        ],
      },
    ],
  });
});
