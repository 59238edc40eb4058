import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';
import { storedIn, wantedIndex } from '../support/stored.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test('the search index contains the text of every stored record and nothing else', async () => {
  const many = Array.from({ length: 1203 }, (_, n) =>
    item({ title: `Straße nº ${n} 😀`, uri: `https://h${n % 7}.example.com/caf%C3%A9/${n}` }),
  );
  await service.importItems(many);
  await service.importItems([item({ title: 'never' })], { dryRun: true });
  await service.importItems([...many.slice(0, 600), item({ title: null }), item()]);
  await service.importItems([item({ title: 'refused' }), item({ uri: null })], {
    mode: 'ALL_OR_NOTHING',
  });
  await service.importItems([item({ title: 'The last' })]);

  const stored = await storedIn(service);
  expect(stored.records).toHaveLength(1205);
  expect(stored.index).toEqual(wantedIndex(stored));
});
