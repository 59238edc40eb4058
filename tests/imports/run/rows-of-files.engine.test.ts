import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';
import { timed } from '../../support/timed.js';

const fields = 'rejections { index title uri date line raw reasons { code field message } }';
const importing = `mutation ($input: BulkImportInput!) {
  bulkImport(input: $input) { import { id } inserted rejected ${fields} }
}`;

interface Rejected {
  readonly rejections: readonly object[];
}

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.stop());

describe('a row of a file that is sent with its item', () => {
  test('is rejected if no item could be read from it, and kept as received', async () => {
    const raws = [
      '{"title": ',
      '',
      'nul \u0000, half \ud83d',
      'é "quoted"\r\n\t',
      'x'.repeat(65_536),
    ];
    const items = raws.map((raw, n) => ({ raw, line: n + 2 }));
    const { bulkImport } = await service.query<{ bulkImport: Rejected }>(importing, {
      input: { items: [...items, item()] },
    });
    expect(bulkImport).toMatchObject({ inserted: 1, rejected: raws.length });
    expect(bulkImport.rejections).toEqual(
      raws.map((raw, index) => ({
        index,
        ...{ title: null, uri: null, date: null, line: index + 2, raw },
        reasons: [
          {
            code: 'ROW_UNREADABLE',
            field: 'item',
            message: expect.stringMatching(/^No item could be read from the row ".*"\.$/s),
          },
        ],
      })),
    );
    const read = await service.query<{ import: Rejected }>(`{ import(id: 1) { ${fields} } }`);
    expect(read.import).toEqual({ rejections: bulkImport.rejections });
  });

  test('is not parsed if it has too many parts or is nested too deep', async () => {
    const deep = `{"title":${'['.repeat(5000)}${']'.repeat(5000)}}`;
    const large = `{"title":[${'{},'.repeat(4_000_000)}{}]}`;
    const { value, milliseconds } = await timed(() =>
      service.query<{ bulkImport: Rejected }>(importing, {
        input: { items: [{ raw: deep }, { raw: large }, item()] },
      }),
    );
    expect(value.bulkImport).toMatchObject({
      inserted: 1,
      rejections: [
        { raw: deep, reasons: [{ code: 'ROW_UNREADABLE' }] },
        { raw: `${large.slice(0, 1000)}…`, reasons: [{ code: 'ROW_UNREADABLE' }] },
      ],
    });
    // Half a second; parsed, it would take ten.
    expect(milliseconds).toBeLessThan(3000);
  });

  test('has its line in its rejection, and none if none was given', async () => {
    const items = [item({ uri: '/a' }), { ...item({ uri: '/b' }), line: 2_147_483_647 }];
    await service.query(importing, { input: { items } });
    const read = await service.query('{ import(id: 1) { rejections { uri line raw } } }');
    expect(read.import).toEqual({
      rejections: [
        { uri: '/a', line: null, raw: null },
        { uri: '/b', line: 2_147_483_647, raw: null },
      ],
    });
  });

  test('is the same record as the same item in another line', async () => {
    const items = [
      { ...item(), line: 1 },
      { ...item(), line: 2 },
    ];
    expect(await service.importItems(items)).toMatchObject({ inserted: 1, duplicates: 1 });
  });

  test.each([0, -1])('cannot be on line %d', async (line) => {
    const items = [item(), { ...item(), line }];
    const { errors } = await service.ask(importing, { input: { items } });
    expect(errors).toMatchObject([
      {
        message: `The argument "input.items.1.line" is ${line}; lines are counted from 1. Nothing was stored.`,
        extensions: { code: 'ARGUMENT_INVALID', argument: 'input.items.1.line' },
      },
    ]);
    expect((await storedIn(service)).imports).toEqual([]);
  });
});
