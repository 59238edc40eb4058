import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.stop());

const mixed = [
  item({ title: 'Known' }),
  item({ title: 'New', uri: 'https://new.example.com/' }),
  item({ title: 'New', uri: 'https://new.example.com/' }),
  item({ title: null }),
];

const dryImport = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) {
    import { id } received inserted duplicates rejected
    rejections { index title uri date reasons { code field message } }
  }
}`;

describe('a dry run', () => {
  test('returns what the real import returns, and stores nothing', async () => {
    await service.importItems([item({ title: 'Known' }), item({ uri: '/a' })]);
    const before = await storedIn(service);
    const input = { items: mixed };
    const dry = await service.query<{ bulkImport: object }>(dryImport, {
      input: { ...input, dryRun: true },
    });
    expect(await storedIn(service)).toEqual(before);

    const real = await service.query<{ bulkImport: object }>(dryImport, { input });
    expect(real.bulkImport).toMatchObject({ inserted: 1, duplicates: 2, rejected: 1 });
    expect(dry.bulkImport).toEqual({ ...real.bulkImport, import: null });
  });

  test('of a large import stores nothing either', async () => {
    const many = Array.from({ length: 1200 }, (_, n) => item({ uri: `https://h${n}.example/` }));
    expect(await service.importItems(many, { dryRun: true })).toMatchObject({ inserted: 1200 });
    const { index, ...tables } = await storedIn(service);
    expect(tables).toEqual({ records: [], sites: [], imports: [], rejections: [] });
    expect(index.texts.size).toBe(0);
  });

  test('leaves its idempotency key unused', async () => {
    const key = { idempotencyKey: 'k' };
    await service.importItems([item({ title: 'Another' })], { ...key, dryRun: true });
    expect(await service.importItems(mixed, key)).toMatchObject({ inserted: 2 });
  });

  test('with a used key returns what the import would: the earlier result, or an error', async () => {
    const key = { idempotencyKey: 'k' };
    const first = await service.importItems(mixed, key);
    const dry = await service.importItems(mixed, { ...key, dryRun: true });
    expect(dry).toEqual({ ...first, import: null });
    const { errors } = await service.ask(dryImport, {
      input: { items: [item()], ...key, dryRun: true },
    });
    expect(errors?.[0]?.extensions.code).toBe('IDEMPOTENCY_KEY_REUSED');
  });
});
