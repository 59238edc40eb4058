import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

const importing = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) { received inserted duplicates rejected }
}`;

const megabytes16 = 16 * 1024 * 1024;

let service: Service;
beforeAll(async () => {
  service = await startService();
});
afterAll(() => service.stop());

/** Sends a mutation whose body is filled up to so many bytes with white space. */
function send(bytes: number) {
  const payload = JSON.stringify({ query: importing, variables: { input: { items: [item()] } } });
  return service.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { 'content-type': 'application/json' },
    payload: payload.padEnd(bytes),
  });
}

async function expectNothingStored() {
  const { index, ...tables } = await storedIn(service);
  expect(tables).toEqual({ records: [], sites: [], imports: [], rejections: [] });
  expect(index.texts.size).toBe(0);
}

describe('an import request', () => {
  test('of 10,001 items is refused, and stores nothing', async () => {
    const items = Array.from({ length: 10_001 }, (_, n) => item({ title: `${n}` }));
    const { errors } = await service.ask(importing, { input: { items } });
    expect(errors).toMatchObject([
      {
        message: expect.stringMatching(/10001 items; at most 10000 .* Nothing was stored[.]$/),
        extensions: { code: 'IMPORT_TOO_LARGE', argument: 'input.items' },
      },
    ]);
    await expectNothingStored();
  });

  test('with a body of 16 MB and a byte is refused, and stores nothing', async () => {
    const response = await send(megabytes16 + 1);
    expect(response.statusCode).toBe(413);
    expect(response.json()).toMatchObject({ errors: [{ extensions: { code: 'BODY_TOO_LARGE' } }] });
    await expectNothingStored();
  });

  test('with a body of 16 MB is accepted', async () => {
    const response = await send(megabytes16);
    expect(response.json()).toMatchObject({ data: { bulkImport: { inserted: 1 } } });
  });

  test('of 10,000 items is accepted', async () => {
    const items = Array.from({ length: 10_000 }, (_, n) => item({ title: `${n}` }));
    expect(await service.importItems(items)).toMatchObject({ received: 10_000, inserted: 10_000 });
  });

  test.each(['PARTIAL', 'ALL_OR_NOTHING'])(
    'without items is an import of nothing (%s)',
    async (mode) => {
      const counts = { received: 0, inserted: 0, duplicates: 0, rejected: 0 };
      expect(await service.importItems([], { mode })).toEqual({
        ...counts,
        import: { id: expect.any(String) },
      });
    },
  );
});
