import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { encodeCursor } from '../../src/paging/cursor.js';
import { item, type Service, startService } from '../support/service.js';

const folder = mkdtempSync(join(tmpdir(), 'records-plans-'));
const file = join(folder, 'records.db');
let service: Service;
let database: DatabaseSync;
beforeAll(async () => {
  service = await startService({ DATABASE_URL: `sqlite:${file}` });
  await service.importItems(
    Array.from({ length: 6000 }, (_, index) =>
      item({ title: `common ${index}`, uri: `https://${index % 50}.example/` }),
    ),
  );
  database = new DatabaseSync(file, { readOnly: true });
});
afterAll(async () => {
  database.close();
  await service.stop();
  rmSync(folder, { recursive: true });
});

/** How SQLite reads the page: its last statement, as `explain query plan` tells it. */
async function planOf(args: string, fields = 'nodes { id }'): Promise<string[]> {
  service.statements();
  await service.query(`{ records(${args}) { ${fields} } }`);
  const statement = service.statements().findLast((sql) => /^\s*select/i.test(sql)) ?? '';
  return database
    .prepare(`explain query plan ${statement}`)
    .all()
    .map(({ detail }) => String(detail));
}

const sorts = (plan: readonly string[]) => plan.some((step) => step.includes('FOR ORDER BY'));

describe.each([
  ['orderBy: DATE_DESC', 'SCAN record USING INDEX record_date_index'],
  ['orderBy: DATE_ASC', 'SCAN record USING INDEX record_date_index'],
  ['last: 5', 'SCAN record USING INDEX record_date_index'],
  ['orderBy: ADDED_DESC', 'SCAN record'],
  ['orderBy: ADDED_ASC', 'SCAN record'],
  [
    'filter: { date: { gte: "2012-01-01" } }',
    'SEARCH record USING INDEX record_date_index (date>?)',
  ],
  [
    'filter: { date: { gte: "2012-01-01", lt: "2020-01-01" }, text: "common" }',
    'SEARCH record USING INDEX record_date_index (date>? AND date<?)',
  ],
  [
    'filter: { site: "7.example" }, orderBy: DATE_ASC',
    'SEARCH record USING INDEX record_site_date_index (site_id=?)',
  ],
  [
    'filter: { site: "7.example", text: "common", date: { lt: "2020-01-01" } }',
    'SEARCH record USING INDEX record_site_date_index (site_id=? AND date<?)',
  ],
  ['filter: { text: "common" }', 'SCAN record USING INDEX record_date_index'],
  ['filter: { text: "common" }, orderBy: ADDED_DESC', 'SCAN record'],
  ['filter: { text: "co" }', 'SCAN record USING INDEX record_date_index'],
  ['filter: { not: { text: "common" } }', 'SCAN record USING INDEX record_date_index'],
  [
    'filter: { or: [{ site: "7.example" }, { text: "common" }] }',
    'SCAN record USING INDEX record_date_index',
  ],
  ['filter: { date: { gte: "2012-01-01" } }, orderBy: ADDED_DESC', 'SCAN record'],
])('records(%s)', (args, step) => {
  test('is read by walking an index in its order, without sorting', async () => {
    const plan = await planOf(args);
    expect(plan).toContain(step);
    expect(sorts(plan)).toBe(false);
  });

  test('continues after a cursor without reading what precedes it', async () => {
    const { records } = await service.query<{ records: { pageInfo: { endCursor: string } } }>(
      `{ records(${args}) { pageInfo { endCursor } } }`,
    );
    const { endCursor } = records.pageInfo;
    if (endCursor === null) return;
    const [place] = args.includes('last') ? ['before'] : ['after'];
    const plan = await planOf(`${args}, ${place}: "${endCursor}"`);
    expect(plan.filter((detail) => detail.includes('record USING'))).toEqual([
      expect.stringMatching(/^SEARCH record USING .*(date|rowid)[<>]\?/),
    ]);
    expect(sorts(plan)).toBe(false);
  });
});

test.each([
  ['filter: { or: [{ site: "7.example" }, { site: "8.example" }] }', /site_date_index \(site_id=/],
  ['filter: { site: "7.example" }, orderBy: ADDED_DESC', /site_date_index \(site_id=/],
  [
    'filter: { date: { gte: "2012-01-01", lt: "2012-01-02" } }, orderBy: ADDED_DESC',
    /date_index \(date>\? AND date<\?\)/,
  ],
])(
  'records(%s) sorts, as no index has its order, but only what an index found',
  async (args, step) => {
    const plan = await planOf(args);
    expect(plan).toContainEqual(expect.stringMatching(step));
    expect(plan.filter((detail) => /^SCAN (record|site)$/.test(detail))).toEqual([]);
    expect(sorts(plan)).toBe(true);
  },
);

const cursor = (id: number) =>
  JSON.stringify(encodeCursor('records:DATE_DESC', { key: Date.parse('2014-03-08'), id }));

test.each(['', 'filter: { text: "common" },', 'filter: { text: "common 4321" },'])(
  'whether a page lies before records(%s) is read from the record of its cursor',
  async (filter) => {
    const steps = await planOf(`${filter} after: ${cursor(4322)}`, 'pageInfo { hasPreviousPage }');
    expect(steps).toEqual(['SEARCH record USING INTEGER PRIMARY KEY (rowid=?)']);
  },
);

test('hasPreviousPage for a cursor whose record was deleted is searched from the position of the cursor', async () => {
  const steps = await planOf(`after: ${cursor(99_999)}`, 'pageInfo { hasPreviousPage }');
  expect(steps).toEqual(['SEARCH record USING INDEX record_date_index (date>?)']);
});
