import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { importItems } from '../../../src/imports/run/import-items.js';
import type { ImportRequest } from '../../../src/imports/run/import-request.js';
import { fakeDate } from '../../support/fake-date.js';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

const importing = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) { import { id: databaseId } inserted duplicates replayed }
}`;

const hourMs = 3_600_000;

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(async () => {
  jest.useRealTimers();
  await service.stop();
});

async function keyed(title: string, given: Record<string, unknown> = {}) {
  const input = { items: [item({ title })], idempotencyKey: 'a key', ...given };
  const { data, errors } = await service.ask<{ bulkImport: object }>(importing, { input });
  return errors?.[0]?.extensions.code ?? data.bulkImport;
}

test('an idempotency key is valid for 24 hours, and can be used again then', async () => {
  fakeDate();
  const start = Date.now();
  const first = { import: { id: '1' }, inserted: 1, duplicates: 0, replayed: false };
  expect(await keyed('One')).toEqual(first);

  jest.setSystemTime(start + 24 * hourMs - 1000);
  expect(await keyed('One')).toEqual({ ...first, replayed: true });
  expect(await keyed('Two')).toBe('IDEMPOTENCY_KEY_REUSED');

  jest.setSystemTime(start + 24 * hourMs + 1000);
  const second = { import: { id: '2' }, inserted: 1, duplicates: 0, replayed: false };
  expect(await keyed('Two')).toEqual(second);
  expect(await keyed('Two')).toEqual({ ...second, replayed: true });
  expect(await keyed('One')).toBe('IDEMPOTENCY_KEY_REUSED');
  const { imports } = await storedIn(service);
  expect(imports).toMatchObject([
    { id: 1, idempotency_key: null, inserted: 1 },
    { id: 2, idempotency_key: expect.anything(), inserted: 1 },
  ]);
});

test('a dry run does not release an expired idempotency key', async () => {
  fakeDate();
  await keyed('One');
  const before = await storedIn(service);
  jest.setSystemTime(Date.now() + 25 * hourMs);
  expect(await keyed('One', { dryRun: true })).toEqual({
    import: null,
    inserted: 0,
    duplicates: 1,
    replayed: false,
  });
  expect(await storedIn(service)).toEqual(before);
});

test('a failed import does not use up its idempotency key', async () => {
  const execute = (sql: string) => service.app.fork().em.getConnection('write').execute(sql);
  await execute('alter table rejection rename to lost');
  const items = [item(), item({ title: null })];
  expect(await keyed('', { items })).toBe('INTERNAL_SERVER_ERROR');
  await execute('alter table lost rename to rejection');
  expect((await storedIn(service)).imports).toEqual([]);
  expect(await keyed('Other')).toMatchObject({ inserted: 1, replayed: false });
});

test('idempotency keys of two callers are independent', async () => {
  const request = (title: string): ImportRequest => ({
    items: [item({ title })],
    idempotencyKey: 'a key',
    mode: 'PARTIAL',
    dryRun: false,
  });
  const imported = async (title: string, caller: string) => {
    const { import: row, replayed } = await importItems(service.app.fork(), request(title), caller);
    return [row?.id, replayed];
  };
  expect(await imported('One', 'anna')).toEqual([1, false]);
  expect(await imported('Two', 'bert')).toEqual([2, false]);
  // Where texts are compared as people read them, these would be the same.
  expect(await imported('Three', 'anna ')).toEqual([3, false]);
  expect(await imported('Four', 'Anna')).toEqual([4, false]);
  expect(await imported('One', 'anna')).toEqual([1, true]);
  expect(await imported('Two', 'bert')).toEqual([2, true]);
  await expect(imported('Two', 'anna')).rejects.toThrow(/was used by import 1 for other items/);
});
