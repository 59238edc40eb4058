import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

const importing = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) {
    import { id: databaseId source startedAt finishedAt durationSeconds reasonCounts { code count } }
    received inserted duplicates rejected replayed
    rejections { index title uri date line raw reasons { code field message } }
  }
}`;

interface Answer {
  readonly bulkImport: { readonly replayed: boolean };
}

/** The answer when the import is sent again. */
const replayOf = (first: Answer): Answer => ({
  bulkImport: { ...first.bulkImport, replayed: true },
});

const input = {
  items: [item(), item(), item({ title: null }), item({ title: 'Other' })],
  source: 'a script',
  idempotencyKey: 'a key',
};

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.stop());

describe('an import sent again with the same idempotency key', () => {
  test('returns the first result, and stores nothing twice', async () => {
    const first = await service.query<Answer>(importing, { input });
    expect(first.bulkImport.replayed).toBe(false);
    await service.importItems([item({ title: 'Between' })]);
    const before = await storedIn(service);
    expect(await service.query(importing, { input })).toEqual(replayOf(first));
    expect(await storedIn(service)).toEqual(before);
  });

  test.each([
    ['ALL_OR_NOTHING, which stored nothing', { mode: 'ALL_OR_NOTHING' }],
    ['with rows that hold no item', { items: [{ raw: '{"title":', line: 3 }, item()] }],
    ['without any items', { items: [] }],
    ['of 300 rejected items', { items: Array.from({ length: 300 }, () => ({})) }],
  ])('returns the first result: %s', async (_, other) => {
    const sent = { input: { ...input, ...other } };
    const first = await service.query<Answer>(importing, sent);
    const before = await storedIn(service);
    expect(await service.query(importing, sent)).toEqual(replayOf(first));
    expect(await storedIn(service)).toEqual(before);
  });

  test.each([
    ['other items', { items: [item()] }],
    ['another source', { source: 'another' }],
    ['another mode', { mode: 'ALL_OR_NOTHING' }],
    ['another date order', { dateOrder: 'DMY' }],
    ['a line', { items: [{ ...input.items[0], line: 7 }, ...input.items.slice(1)] }],
    ['a raw row', { items: [{ ...input.items[0], raw: '' }, ...input.items.slice(1)] }],
  ])('but with %s is refused, and stores nothing', async (_, other) => {
    await service.query(importing, { input });
    const before = await storedIn(service);
    const { errors } = await service.ask(importing, { input: { ...input, ...other } });
    expect(errors).toMatchObject([
      { extensions: { code: 'IDEMPOTENCY_KEY_REUSED', argument: 'input.idempotencyKey' } },
    ]);
    expect(await storedIn(service)).toEqual(before);
  });

  test('at the same time is imported once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => service.query<Answer>(importing, { input })),
    );
    const [first, ...more] = answers.filter(({ bulkImport }) => !bulkImport.replayed);
    expect([first, more]).toMatchObject([
      { bulkImport: { inserted: 2, duplicates: 1, rejected: 1 } },
      [],
    ]);
    for (const answer of answers) expect(replayOf(answer)).toEqual(replayOf(first as Answer));
    const { imports, records } = await storedIn(service);
    expect([imports.length, records.length]).toEqual([1, 2]);
  });
});

test('without an idempotency key, each request is a separate import', async () => {
  const first = await service.importItems([item()]);
  const second = await service.importItems([item()]);
  expect(first.import?.id).not.toBe(second.import?.id);
});

describe.each(['idempotencyKey', 'source'])('the argument %s', (name) => {
  test.each([
    ['empty', '', 'has 0 characters'],
    ['of 256 characters', '😀'.repeat(256), 'has 256 characters'],
    ['of a megabyte', 'x'.repeat(1_000_000), 'has 1000000 characters'],
    ['with half of a surrogate pair', 'a\ud83d', 'half of a surrogate pair'],
  ])('%s is refused', async (_, text, part) => {
    const { errors } = await service.ask(importing, { input: { items: [item()], [name]: text } });
    expect(errors?.[0]?.extensions).toEqual({
      code: 'ARGUMENT_INVALID',
      argument: `input.${name}`,
    });
    expect(errors?.[0]?.message).toContain(part);
    expect((await storedIn(service)).imports).toEqual([]);
  });

  test('of 255 characters is accepted', async () => {
    const taken = { items: [item()], [name]: '😀'.repeat(255) };
    expect((await service.ask(importing, { input: taken })).errors).toBeUndefined();
  });
});

test('idempotency keys that differ in case, accents or trailing spaces are different keys', async () => {
  const keys = ['key', 'KEY', 'kéy', 'ke\u0301y', 'key ', ' key', 'key\t', '😀', '😁'];
  for (const [n, idempotencyKey] of keys.entries()) {
    const answer = await service.importItems([item({ title: `${n}` })], { idempotencyKey });
    expect([idempotencyKey, answer.inserted]).toEqual([idempotencyKey, 1]);
  }
});
