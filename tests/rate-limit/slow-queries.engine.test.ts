import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { askFrom, remainingOf } from '../support/callers.js';
import { item, type Service, startService } from '../support/service.js';
import { slowRecords } from '../support/slow-records.js';

const query = '{ records(first: 1) { nodes { id } } }';
const cheap = '{ __typename }';

let service: Service;
beforeAll(async () => {
  service = await startService({ RATE_LIMIT: 'on', RATE_LIMIT_ANONYMOUS: '100000:1' });
  await service.importItems([item()]);
  // The first one to send a document pays for the time that it takes to parse and compile it.
  for (const each of [query, cheap]) {
    await askFrom(service, each, { headers: { 'graphql-cost': 'report' } });
  }
});
afterAll(() => service.stop());

test('Time that a query takes beyond its cost is charged afterwards', async () => {
  const usual = remainingOf(await askFrom(service, cheap));
  const before = remainingOf(await askFrom(service, query));
  await slowRecords(service);
  const after = remainingOf(
    await askFrom(service, query, { headers: { 'graphql-cost': 'report' } }),
  );
  const next = remainingOf(await askFrom(service, cheap));
  // 1 for the request and 11 for its cost; perhaps a few milliseconds more.
  expect(usual - before).toBeLessThan(500);
  // A tenth of a second is 2,000 units.
  expect(before - after).toBeGreaterThan(1000);
  expect(after - next).toBeLessThanOrEqual(1);
});
