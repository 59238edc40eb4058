import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

test.each([
  ['a number as title', { items: [item(), { title: 5 }] }, 'input.items[1].title'],
  ['a list as uri', { items: [{ uri: ['a'] }] }, 'input.items[0].uri'],
  ['an object as date', { items: [{ date: { year: 2014 } }] }, 'input.items[0].date'],
  ['a field that items have not', { items: [{ titel: 'A' }] }, 'input.items[0]'],
  ['null as an item', { items: [item(), item(), null] }, 'input.items[2]'],
  ['a text as an item', { items: ['https://example.com/'] }, 'input.items[0]'],
  ['null as items', { items: null }, 'input.items'],
  ['an unknown mode', { items: [item()], mode: 'SOME' }, 'input.mode'],
  ['an unknown date order', { items: [item()], dateOrder: 'YMD' }, 'input.dateOrder'],
  ['a text as dryRun', { items: [item()], dryRun: 'yes' }, 'input.dryRun'],
  ['a number as source', { items: [item()], source: 1 }, 'input.source'],
  ['no items', {}, 'input'],
])('%s is refused with its place, and nothing is stored', async (_, input, argument) => {
  const { errors } = await service.ask(
    'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { received } }',
    { input },
  );
  expect(errors?.[0]?.extensions).toEqual({ code: 'BAD_USER_INPUT', argument });
  expect((await storedIn(service)).imports).toEqual([]);
});
