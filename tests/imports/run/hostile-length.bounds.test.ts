import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

// Normalising these 600,000 marks would take some minutes.
test('a title of a megabyte of combining marks is rejected quickly', async () => {
  const marks = `a${'\u0301\u0316'.repeat(300_000)}`;
  const begun = performance.now();
  const answer = await service.importItems([
    item({ title: marks }),
    item({ uri: `https://example.com/${marks}` }),
    item({ uri: `https://${marks}/` }),
    item({ date: marks }),
  ]);
  expect(answer).toMatchObject({ received: 4, rejected: 4 });
  expect(performance.now() - begun).toBeLessThan(3000);
});

// Nearly as many as a request can hold. The first character has them all take two bytes each.
const spaces = (first: string) => `${first}${' '.repeat(15.9 * 1024 * 1024)}`;

test.each([
  ['a title', { title: `${spaces('長')}い` }, []],
  ['a blank title', { title: spaces('\u2003') }, ['TITLE_MISSING']],
  ['a blank uri', { uri: spaces('\u2003') }, ['URI_MISSING']],
  ['a uri', { uri: `${spaces('\u2003')}https://example.com/long` }, []],
  ['a blank date', { date: spaces('\u2003') }, ['DATE_MISSING']],
])('16 million spaces collapse into one: %s', async (_, fields, codes) => {
  const { bulkImport } = await service.query<{ bulkImport: never }>(
    `mutation ($items: [RecordInput!]!) {
      bulkImport(input: { items: $items }) { rejections { reasons { code } } }
    }`,
    { items: [item(fields)] },
  );
  const rejections = codes.length === 0 ? [] : [{ reasons: codes.map((code) => ({ code })) }];
  expect(bulkImport).toEqual({ rejections });
});
