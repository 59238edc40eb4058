import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

// By which graphql-jit marks the dates that it writes into the code that it makes.
const dateMark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
const times = 25;

let service: Service;
beforeAll(async () => {
  service = await startService({ CACHE_MEGABYTES: '0' });
  await service.importItems([item()]);
});
afterAll(() => service.stop());

test('a text in a document is never run as code', async () => {
  const query = `{ records(filter: { text: "${dateMark}globalThis.wasRun=1" }) { totalCount } }`;
  for (let time = 0; time < times; time++) {
    expect((await service.ask(query)).data).toEqual({ records: { totalCount: 0 } });
  }
  expect(globalThis).not.toHaveProperty('wasRun');
});
