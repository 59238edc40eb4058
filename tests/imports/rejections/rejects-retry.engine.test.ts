import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { Terminal } from '../../../src/cli/output/terminal.js';
import { run } from '../../../src/cli/run.js';
import { importItems } from '../../../src/imports/run/import-items.js';
import { insertRejections } from '../../../src/imports/store/rejection-repository.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase, type Service, startService } from '../../support/service.js';
import { storedIn, wantedIndex } from '../../support/stored.js';
import { testTerminal } from '../../support/terminal.js';

let database: TestDatabase;
let service: Service;
beforeEach(async () => {
  database = await migratedDatabase();
  service = await startService({ DATABASE_URL: database.url });
});
afterEach(async () => {
  await service.stop();
  await database.drop();
});

const goesOn = () => new Promise<void>(() => {});

async function retry(args: readonly string[], given: Partial<Terminal> = {}) {
  const env = { DATABASE_URL: database.url };
  const terminal = testTerminal(env, { waitForStop: goesOn, ...given });
  const code = await run(['rejects', 'retry', ...args], terminal);
  const last = terminal.printed().split('\n').at(-2);
  return { code, last, errors: terminal.errors() };
}

const history = `query ($id: ID!) {
  import(id: $id) {
    source received inserted duplicates rejected finishedAt reasonCounts { code count }
    rejections { index title uri date line raw reasons { code field message } }
  }
}`;

test('records rejects retry imports rejected items again with other options', async () => {
  const items = [
    item({ date: '01/02/2003', line: 1 }),
    item(),
    { raw: 'no item', line: 3 },
    item({ uri: '/a', date: '03/04/2005', line: 4 }),
    item({ date: '05/06/2007', line: 5 }),
  ];
  await service.importItems(items, { source: 'a file' });
  const before = await service.query(history, { id: 1 });

  expect(await retry(['1', '--date-order', 'DMY'])).toEqual({
    code: 2,
    last: '4 items of import 1 retried as import 2: 2 inserted, 0 duplicates, 2 rejected.',
    errors: '',
  });
  expect(await service.query(history, { id: 1 })).toEqual(before);
  const { import: retried } = await service.query(history, { id: 2 });
  expect(retried).toEqual({
    source: 'retry of import 1',
    ...{ received: 4, inserted: 2, duplicates: 0, rejected: 2 },
    finishedAt: expect.any(String),
    reasonCounts: [
      { code: 'ROW_UNREADABLE', count: 1 },
      { code: 'URI_RELATIVE', count: 1 },
    ],
    rejections: [
      {
        ...{ index: 2, title: null, uri: null, date: null, line: 3, raw: 'no item' },
        reasons: (before.import as { rejections: { reasons: object }[] }).rejections[1]?.reasons,
      },
      {
        ...{ index: 3, ...item({ uri: '/a', date: '03/04/2005' }), line: 4, raw: null },
        reasons: [expect.objectContaining({ code: 'URI_RELATIVE' })],
      },
    ],
  });
  const { records } = await service.query('{ records(orderBy: DATE_ASC) { nodes { date } } }');
  expect(records).toEqual({
    nodes: [
      { date: '2003-02-01T00:00:00.000Z' },
      { date: '2007-06-05T00:00:00.000Z' },
      { date: '2014-03-08T00:00:00.000Z' },
    ],
  });
});

test('a second retry has nothing to do but what was rejected again', async () => {
  const items = [item({ date: '01/02/2003' }), item({ date: '03/04/2005' }), item({ uri: '/a' })];
  await service.importItems(items);
  expect(await retry(['1', '--date-order', 'MDY'])).toMatchObject({
    code: 2,
    last: '3 items of import 1 retried as import 2: 2 inserted, 0 duplicates, 1 rejected.',
  });
  const { records } = await storedIn(service);
  expect(await retry(['1', '--date-order', 'MDY'])).toMatchObject({
    code: 2,
    last: '1 item of import 1 retried as import 3: 0 inserted, 0 duplicates, 1 rejected.',
  });
  expect((await storedIn(service)).records).toEqual(records);
  const settled = `{ import(id: 1) {
    rejections { index isSettled settledBy { databaseId owner retryOf { databaseId } } } } }`;
  const by = { databaseId: '2', owner: 'command line', retryOf: { databaseId: '1' } };
  expect(await service.query(settled)).toEqual({
    import: {
      rejections: [
        { index: 0, isSettled: true, settledBy: by },
        { index: 1, isSettled: true, settledBy: by },
        { index: 2, isSettled: false, settledBy: null },
      ],
    },
  });
});

test('a retry stores the valid items of an aborted ALL_OR_NOTHING import', async () => {
  const items = [item(), item({ uri: '/a' }), item({ title: 'Other' })];
  await service.importItems(items, { mode: 'ALL_OR_NOTHING' });
  expect(await retry(['1'])).toMatchObject({
    code: 2,
    last: '3 items of import 1 retried as import 2: 2 inserted, 0 duplicates, 1 rejected.',
  });
});

test('a retry rejects an unreadable row for the same reason as before', async () => {
  const fault = {
    code: 'VALUE_NOT_TEXT',
    field: 'title',
    message: 'The title is an object.',
  } as const;
  const items = [{ raw: '{"title": {}}', line: 1, fault }];
  const request = { items, mode: 'PARTIAL', dryRun: false } as const;
  await importItems(service.app.fork(), request, 'a test');
  expect(await retry(['1'])).toMatchObject({ code: 2 });
  const { import: retried } = await service.query(history, { id: 2 });
  expect(retried).toMatchObject({
    rejections: [{ raw: '{"title": {}}', line: 1, reasons: [fault] }],
  });
});

test('a retry of an import without rejected items does nothing', async () => {
  await service.importItems([item()]);
  expect(await retry(['1'])).toEqual({
    code: 0,
    last: 'Import 1 has no rejected items that are not settled; there is nothing to retry.',
    errors: '',
  });
  expect((await storedIn(service)).imports).toHaveLength(1);
});

describe('a retry of 25,000 rejected items', () => {
  const count = 25_000;
  beforeEach(async () => {
    await service.importItems([]);
    const rejections = Array.from({ length: count }, (_, n) => ({
      index: 3 * n,
      item: item({ uri: n % 1000 === 0 ? '/a' : `https://h/${n}`, line: n + 1 }),
      reasons: [],
    }));
    await service.app.fork().transaction(async (transaction) => {
      await insertRejections(transaction, 1, rejections);
      await transaction.writer
        .updateTable('import')
        .set({ received: count, rejected: count })
        .where('id', '=', 1)
        .execute();
    });
  }, 30_000);

  const whole =
    '25000 items of import 1 retried as import 2: 24975 inserted, 0 duplicates, 25 rejected.';

  test('is one import with one count', async () => {
    expect(await retry(['1'])).toEqual({ code: 2, last: whole, errors: '' });
    const stored = await storedIn(service);
    expect(stored.index).toEqual(wantedIndex(stored));
    expect(stored.records).toHaveLength(24_975);
    expect(stored.imports.slice(1)).toMatchObject([{ received: count, rejected: 25 }]);
    const indexes = stored.rejections.filter(({ import_id }) => import_id === 2);
    expect(indexes.map(({ item_index }) => item_index)).toEqual(
      Array.from({ length: 25 }, (_, n) => 3000 * n),
    );
  }, 60_000);

  test('that was stopped in the middle is completed by another retry', async () => {
    let stop = () => {};
    const stopped = new Promise<void>((resolve) => {
      stop = resolve;
    });
    // The first line that tells how far it is ends it.
    const print = (text: string) => text.startsWith('Retrying') && stop();
    expect(await retry(['1'], { waitForStop: () => stopped, print })).toMatchObject({
      code: 1,
      errors:
        'The retry was stopped. The next one goes on with the items that it has not stored.\n',
    });
    const { imports, records } = await storedIn(service);
    const [, unfinished] = imports;
    expect(unfinished).toMatchObject({ finished_at: null, inserted: records.length });
    expect(records.length).toBeGreaterThan(0);
    expect(records.length).toBeLessThan(20_000);

    expect(await retry(['1'])).toMatchObject({
      code: 2,
      last: `${25_000 - records.length} items of import 1 retried as import 3: ${24_975 - records.length} inserted, 0 duplicates, 25 rejected.`,
    });
    expect((await storedIn(service)).records).toHaveLength(24_975);
  }, 60_000);
});
