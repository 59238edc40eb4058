import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

let service: Service;
beforeEach(async () => {
  service = await startService();
});
afterEach(() => service.stop());

interface Retried {
  readonly import: { readonly databaseId: string } | null;
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly replayed: boolean;
  readonly rejections: readonly { readonly index: number; readonly title: string | null }[];
}

const mutation = `mutation ($input: RetryRejectionsInput!) {
  retryRejections(input: $input) {
    import { databaseId source retryOf { databaseId } }
    received inserted duplicates rejected replayed rejections { index title }
  }
}`;

async function retry(input: object): Promise<Retried> {
  const { retryRejections } = await service.query<{ retryRejections: Retried }>(mutation, {
    input,
  });
  return retryRejections;
}

const refusalOf = async (input: object) => (await service.ask(mutation, { input })).errors?.[0];

/** The import that settled each rejected item, by the indexes of the items. */
async function settledBy(id: number): Promise<Record<number, string | null>> {
  const { import: read } = await service.query<{
    import: { rejections: { index: number; settledBy: { databaseId: string } | null }[] };
  }>('query ($id: ID!) { import(id: $id) { rejections { index settledBy { databaseId } } } }', {
    id,
  });
  return Object.fromEntries(
    read.rejections.map(({ index, settledBy: by }) => [index, by?.databaseId ?? null]),
  );
}

const rejectedItems = [
  item({ title: 'Stored' }),
  item({ title: 'Relative', uri: '/a' }),
  item({ title: 'Ambiguous', date: '01/02/2003' }),
  item({ title: 'Ambiguous too', date: '03/04/2005' }),
  item({ title: ' ', line: 5 }),
];

test('retryRejections imports corrected items alone, and settles those that are stored now', async () => {
  await service.importItems(rejectedItems);
  const corrections = [
    { index: 4, title: 'Corrected' },
    { index: 1, uri: '//host/still/relative' },
    { index: 0, title: 'Not rejected' },
    { index: 99, title: 'Not there' },
  ];
  expect(await retry({ import: '1', corrections, dryRun: true })).toMatchObject({
    ...{ import: null, received: 2, inserted: 1, rejected: 1, replayed: false },
  });
  expect(await settledBy(1)).toEqual({ 1: null, 2: null, 3: null, 4: null });

  const input = { import: '1', corrections, idempotencyKey: 'a retry' };
  const first = await retry(input);
  expect(first).toEqual({
    import: {
      databaseId: expect.any(String),
      source: 'retry of import 1',
      retryOf: { databaseId: '1' },
    },
    ...{ received: 2, inserted: 1, duplicates: 0, rejected: 1, replayed: false },
    rejections: [{ index: 1, title: 'Relative' }],
  });
  expect(await settledBy(1)).toEqual({ 1: null, 2: null, 3: null, 4: first.import?.databaseId });
  expect(await retry(input)).toEqual({ ...first, replayed: true });
  expect(await refusalOf({ ...input, dateOrder: 'DMY' })).toMatchObject({
    extensions: { code: 'IDEMPOTENCY_KEY_REUSED' },
  });
  // What is settled stays so, whatever is sent.
  expect(await retry({ import: '1', corrections: [{ index: 4, title: 'Other' }] })).toMatchObject({
    ...{ import: null, received: 0, inserted: 0 },
  });
});

test('retryRejections without corrections retries what is not settled, or one reason of it', async () => {
  await service.importItems(rejectedItems);
  const input = { import: '1', code: 'DATE_AMBIGUOUS', dateOrder: 'DMY' };
  expect(await retry(input)).toMatchObject({ received: 2, inserted: 2, rejected: 0 });
  expect(await settledBy(1)).toEqual({ 1: null, 2: '2', 3: '2', 4: null });
  expect(await retry(input)).toMatchObject({ received: 0, import: null });
  expect(await retry({ import: '1' })).toMatchObject({
    ...{ received: 2, inserted: 0, rejected: 2 },
    rejections: [
      { index: 1, title: 'Relative' },
      { index: 4, title: ' ' },
    ],
  });
  // A retry of a retry settles the items of the first import as well.
  const corrections = [{ index: 4, title: 'Corrected' }];
  expect(await retry({ import: '3', corrections })).toMatchObject({ inserted: 1 });
  expect(await settledBy(3)).toEqual({ 1: null, 4: '4' });
  expect(await settledBy(1)).toEqual({ 1: null, 2: '2', 3: '2', 4: '4' });
  const { records } = await service.query('{ records(orderBy: DATE_ASC) { nodes { title } } }');
  expect(records).toEqual({
    nodes: ['Ambiguous', 'Ambiguous too', 'Stored', 'Corrected'].map((title) => ({ title })),
  });
});

test('of several retries of an item at once, one stores it and settles it', async () => {
  await service.importItems(rejectedItems);
  const all = await Promise.all(
    ['One', 'Two', 'Three', 'Four'].map((title) =>
      retry({
        import: '1',
        corrections: [
          { index: 1, uri: `https://${title.toLowerCase()}.example/` },
          { index: 4, title },
        ],
      }),
    ),
  );
  const [winner, ...others] = all.filter(({ received }) => received > 0);
  expect(others).toEqual([]);
  expect(winner).toMatchObject({ received: 2, inserted: 2 });
  const by = winner?.import?.databaseId;
  expect(await settledBy(1)).toEqual({ 1: by, 2: null, 3: null, 4: by });
  const { records, imports } = await storedIn(service);
  expect([records.length, imports.length]).toEqual([3, 2]);
});

test('retryRejections refuses imports that are not there, and items that are named twice', async () => {
  await service.importItems(rejectedItems);
  expect(await refusalOf({ import: '7' })).toMatchObject({
    message: 'There is no import with the id "7" that you may read.',
    extensions: { code: 'IMPORT_NOT_FOUND', argument: 'input.import' },
  });
  const corrections = [{ index: 1 }, { index: 1 }];
  expect(await refusalOf({ import: '1', corrections })).toMatchObject({
    extensions: { code: 'ARGUMENT_INVALID', argument: 'input.corrections.1.index' },
  });
  const many = Array.from({ length: 10_001 }, (_, index) => ({ index }));
  expect(await refusalOf({ import: '1', corrections: many })).toMatchObject({
    extensions: { code: 'IMPORT_TOO_LARGE' },
  });
});

test('the rejected items of one reason, or that are not settled, are a connection of their own', async () => {
  const items = Array.from({ length: 50 }, (_, n) => {
    if (n % 5 === 0) return item();
    const quoting = `/${n}"code":"DATE_AMBIGUOUS"`;
    return n % 2 === 0 ? item({ date: '01/02/2003', title: `${n}` }) : item({ uri: quoting });
  });
  await service.importItems(items);
  const ambiguous = items.flatMap(({ date }, index) => (date === '01/02/2003' ? [index] : []));
  const query = `query ($settled: Boolean, $first: Int, $after: String, $last: Int, $before: String) {
    import(id: 1) {
      rejectionsConnection(code: DATE_AMBIGUOUS, settled: $settled,
        first: $first, after: $after, last: $last, before: $before) {
        totalCount reasonCounts { code count }
        nodes { index isSettled } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
      }
    }
  }`;
  interface List {
    readonly totalCount: number;
    readonly reasonCounts: readonly object[];
    readonly nodes: readonly { readonly index: number }[];
    readonly pageInfo: Readonly<Record<string, string | boolean | null>>;
  }
  const read = async (variables: object): Promise<List> => {
    const data = await service.query<{ import: { rejectionsConnection: List } }>(query, {
      ...variables,
    });
    return data.import.rejectionsConnection;
  };
  const seen: number[] = [];
  for (let after: unknown = null; ; ) {
    const page = await read({ first: 7, after });
    expect(page.totalCount).toBe(ambiguous.length);
    expect(page.reasonCounts).toEqual([{ code: 'DATE_AMBIGUOUS', count: ambiguous.length }]);
    expect(page.pageInfo.hasPreviousPage).toBe(seen.length > 0);
    seen.push(...page.nodes.map(({ index }) => index));
    after = page.pageInfo.endCursor;
    if (!page.pageInfo.hasNextPage) break;
  }
  expect(seen).toEqual(ambiguous);
  const end = await read({ last: 3 });
  expect(end.nodes.map(({ index }) => index)).toEqual(ambiguous.slice(-3));
  const before = await read({ last: 2, before: end.pageInfo.startCursor });
  expect(before.nodes.map(({ index }) => index)).toEqual(ambiguous.slice(-5, -3));

  const corrections = ambiguous.slice(0, 4).map((index) => ({ index, date: '2003-02-01' }));
  await retry({ import: '1', corrections });
  expect(await read({ settled: true })).toMatchObject({
    totalCount: 4,
    nodes: ambiguous.slice(0, 4).map((index) => ({ index, isSettled: true })),
  });
  expect(await read({ settled: false, first: 0 })).toMatchObject({
    totalCount: ambiguous.length - 4,
    reasonCounts: [{ code: 'DATE_AMBIGUOUS', count: ambiguous.length - 4 }],
  });
});
