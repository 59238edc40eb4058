import { afterEach, expect, test } from '@jest/globals';
import { askFrom, remainingOf } from '../support/callers.js';
import { codesOf, send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
afterEach(() => service.stop());
const start = async (rows: string, env: Record<string, string> = {}) => {
  service = await startService({ RATE_LIMIT: 'on', RATE_LIMIT_ROWS: rows, ...env });
};

const importing = `mutation ($items: [RecordInput!]!, $first: Int) {
  bulkImport(input: { items: $items }) { received rejections(first: $first) { index } }
}`;
const items = (count: number) =>
  Array.from({ length: count }, (_, n) => item({ uri: `https://a.example/${n}` }));
const sendItems = (count: number) =>
  askFrom(service, importing, { variables: { items: items(count), first: count } });
const sendRows = (count: number, url = '/v1/bulk') =>
  send(service.app, {
    method: 'POST',
    url,
    headers: { 'content-type': 'application/x-ndjson' },
    payload: items(count)
      .map((each) => `${JSON.stringify(each)}\n`)
      .join(''),
  });
const exportRows = (method: 'GET' | 'HEAD' = 'GET') =>
  send(service.app, { method, url: '/v1/export' });

test.each([
  ['bulkImport', sendItems],
  ['POST /v1/bulk', sendRows],
])(
  'More rows by %s than a full bucket has are imported, and later imports and exports are refused',
  async (_way, importRows) => {
    await start('100:10');
    expect((await importRows(150)).statusCode).toBe(200);
    for (const again of [
      sendItems(1),
      sendRows(1),
      sendRows(1, '/v1/bulk?dryRun=true'),
      exportRows(),
    ]) {
      const refused = await again;
      expect([refused.statusCode, codesOf(refused)]).toEqual([429, ['RATE_LIMITED']]);
      // 100 - 150 = -50, and there must be 1.
      expect(Number(refused.headers['retry-after'])).toBeGreaterThanOrEqual(5);
      expect(refused.headers.ratelimit).toMatch(/, "rows";r=0;t=\d$/);
      expect(refused.headers['ratelimit-policy']).toMatch(/, "rows";q=100;w=10;qu="rows"$/);
      expect(refused.body).toContain('This address has used 1');
    }
    // Nothing of what was refused was stored, and reading goes on.
    expect(await service.query('{ records { totalCount } }')).toEqual({
      records: { totalCount: 150 },
    });
  },
);

test('Exported rows count as well, but not those that HEAD asks for', async () => {
  await start('100:1');
  await sendItems(60);
  expect((await exportRows('HEAD')).headers.ratelimit).toMatch(/"rows";r=4\d;/);
  const answer = await exportRows();
  expect(answer.body.trim().split('\n')).toHaveLength(60);
  expect((await exportRows()).statusCode).toBe(429);
});

test('Rows are what an import is charged for, and not its cost as well', async () => {
  await start('1000000:50000', { RATE_LIMIT_ANONYMOUS: '1000:1' });
  await sendItems(1);
  const before = remainingOf(await sendItems(500));
  // It would cost 100 and 0.2 for each rejection that may be returned.
  expect(before - remainingOf(await sendItems(500))).toBe(1);
});

test.each([
  [
    'in a variable',
    'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { received } }',
  ],
  [
    'in a variable of a field',
    'mutation ($items: [RecordInput!]!) { bulkImport(input: { items: $items }) { received } }',
  ],
  [
    'of an alias in a fragment',
    'mutation ($items: [RecordInput!]!) { ...F } fragment F on Mutation { a: bulkImport(input: { items: $items }) { received } }',
  ],
  [
    'in the document',
    `mutation { bulkImport(input: { items: [${'{ title: "A" }, '.repeat(30)}] }) { received } }`,
  ],
  [
    'of two fields',
    'mutation ($half: [RecordInput!]!) { a: bulkImport(input: { items: $half }) { received } b: bulkImport(input: { items: $half }) { received } }',
  ],
])('Items %s are counted', async (_where, query) => {
  await start('20:1');
  const variables = { input: { items: items(30) }, items: items(30), half: items(15) };
  const sent = Object.fromEntries(
    Object.entries(variables).filter(([name]) => query.includes(`$${name}`)),
  );
  expect((await askFrom(service, query, { variables: sent })).json().errors).toBeUndefined();
  const refused = await askFrom(service, query, { variables: sent });
  expect(refused.statusCode).toBe(429);
  expect(refused.json().errors[0].message).toContain(
    'This address has used 30 rows; 20 are allowed',
  );
});
