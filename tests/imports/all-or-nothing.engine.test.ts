import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const items = [
  item({ title: 'First' }),
  item({ title: null, date: 'never' }),
  item({ title: 'Third', uri: 'https://third.example.com/' }),
];

test('after one invalid item, an ALL_OR_NOTHING import stores nothing but itself and the reasons', async () => {
  const answer = await service.importItems(items, { mode: 'ALL_OR_NOTHING' });
  expect(answer).toMatchObject({ received: 3, inserted: 0, duplicates: 0, rejected: 3 });

  const { import: read } = await service.query<{ import: { rejections: object[] } }>(
    `query ($id: ID!) { import(id: $id) {
      received rejected finishedAt rejections { index title reasons { code field } }
    } }`,
    { id: answer.import?.id },
  );
  const aborted = [{ code: 'IMPORT_ABORTED', field: 'item' }];
  expect(read).toEqual({
    received: 3,
    rejected: 3,
    finishedAt: expect.any(String),
    rejections: [
      { index: 0, title: 'First', reasons: aborted },
      {
        index: 1,
        title: null,
        reasons: [
          { code: 'TITLE_MISSING', field: 'title' },
          { code: 'DATE_UNREADABLE', field: 'date' },
        ],
      },
      { index: 2, title: 'Third', reasons: aborted },
    ],
  });
  const { records, sites, index } = await storedIn(service);
  expect({ records, sites, tail: index.tail }).toEqual({ records: [], sites: [], tail: 0 });
});

test('an ALL_OR_NOTHING import without invalid items is stored', async () => {
  const valid = items.filter(({ title }) => title !== null);
  const answer = await service.importItems([...valid, ...valid], { mode: 'ALL_OR_NOTHING' });
  expect(answer).toMatchObject({ received: 4, inserted: 2, duplicates: 2, rejected: 0 });
});
