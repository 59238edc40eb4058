import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

const execute = (sql: string) => service.app.fork().em.getConnection('write').execute(sql);

const importing = `mutation ($items: [RecordInput!]!) {
  bulkImport(input: { items: $items }) { inserted }
}`;

test('an import on a full disk stores nothing, and the next one works', async () => {
  await service.importItems([item({ title: 'Before' })]);
  const before = await storedIn(service);
  const items = Array.from({ length: 3000 }, (_, n) => item({ title: `Long enough ${n}` }));

  const [pages] = (await execute('pragma page_count')) as unknown as [{ page_count: number }];
  await execute(`pragma max_page_count = ${pages.page_count + 50}`);
  const answers = await Promise.all([1, 2].map(() => service.ask(importing, { items })));
  for (const { data, errors } of answers) {
    expect(data).toBeNull();
    expect(errors).toMatchObject([{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }]);
    expect(errors?.[0]?.message).not.toMatch(/disk|full|insert/i);
  }
  expect(await storedIn(service)).toEqual(before);

  await execute('pragma max_page_count = 1000000');
  expect(await service.query(importing, { items })).toEqual({ bulkImport: { inserted: 3000 } });
});
