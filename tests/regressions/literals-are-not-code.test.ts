import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type OperationsService, startOperationsService } from '../support/operations-service.js';
import { item } from '../support/service.js';

// The marker of graphql-jit for dates in the code that it generates.
const dateMark = '__MAGIC_DATE__33a9e76d_02e0_4128_8e92_3530ad3da74d';
const query = `{ records(filter: { text: "${dateMark}globalThis.wasRun=1" }) { totalCount } }`;

let service: OperationsService;
beforeAll(async () => {
  // Documents in a manifest are compiled.
  service = await startOperationsService([query], { CACHE_MEGABYTES: '0' });
  await service.importItems([item()]);
});
afterAll(() => service.stop());

test('a string in a compiled document is never executed as code', async () => {
  for (let time = 0; time < 25; time++) {
    expect((await service.ask(query)).data).toEqual({ records: { totalCount: 0 } });
  }
  expect(globalThis).not.toHaveProperty('wasRun');
});
