// cspell:ignore filesort
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { item, type Service, startService } from '../../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  for (let from = 0; from < 20_000; from += 10_000) {
    const items = Array.from({ length: 10_000 }, (_, n) =>
      item({
        title: `common ${from + n}`,
        uri: `https://${n % 50}.example/`,
        date: new Date(Date.UTC(2000, 0, 1 + ((from + n) % 7300))).toISOString(),
      }),
    );
    await service.importItems(items);
  }
  await sql`analyze table record`.execute(service.app.fork().writer);
}, 60_000);
afterAll(() => service.stop());

/** How the server reads the page, with the parameters of the statement put in by hand. */
async function stepsOf(args: string, values: readonly unknown[]) {
  service.statements();
  await service.query(`{ records(${args}) { nodes { id } } }`);
  const page = service.statements().findLast((text) => /query_index|instr/.test(text)) ?? '';
  let at = 0;
  const filled = page.replace(/\?/g, () => `'${values[at++]}'`);
  const limited = filled.replace(/limit '(\d+)'/g, 'limit $1');
  const { rows } = await sql<{
    table: string;
    key: string | null;
    Extra: string;
  }>`explain format=traditional ${sql.raw(limited)}`.execute(service.app.fork().writer);
  return rows.filter(({ table }) => table === 'record');
}

/** Where a walk for common text stops at the latest. */
const walkEnd = ['2019-01-01', '2019-01-01', 1];

test.each<[args: string, values: readonly unknown[], key: string]>([
  ['orderBy: DATE_DESC', [21], 'record_date_index'],
  ['last: 5', [6], 'record_date_index'],
  ['orderBy: ADDED_DESC', [21], 'PRIMARY'],
  ['filter: { date: { gte: "2012-01-01" } }', ['2012-01-01', 21], 'record_date_index'],
  [
    'filter: { title: { contains: "common" }, date: { gte: "2012-01-01" } }',
    ['2012-01-01', 'common', ...walkEnd, 21],
    'record_date_index',
  ],
  ['filter: { title: { contains: "common" } }', ['common', ...walkEnd, 21], 'record_date_index'],
  ['filter: { site: "7.example" }', ['7.example', 21], 'record_site_date_index'],
])('records(%s) walks an index in its order, without sorting', async (args, values, key) => {
  const [step, ...others] = await stepsOf(args, values);
  expect(others).toEqual([]);
  expect(step).toMatchObject({ key });
  expect(step?.Extra ?? '').not.toContain('filesort');
});
