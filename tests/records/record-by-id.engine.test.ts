import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { item, type Service, startService } from '../support/service.js';

let service: Service;
beforeAll(async () => {
  service = await startService();
  await service.importItems([item({ title: 'first' }), item({ title: 'second' })]);
});
afterAll(() => service.stop());

const ask = (id: unknown) =>
  service.query<{ record: { id: string; title: string } | null }>(
    'query ($id: ID!) { record(id: $id) { id databaseId title } }',
    { id },
  );

test.each(['2', 2, 'UmVjb3JkOjI'])('record(id: %j) is that record', async (id) => {
  expect(await ask(id)).toEqual({
    record: { id: 'UmVjb3JkOjI', databaseId: '2', title: 'second' },
  });
});

test.each([
  ...['3', '0', '-1', '02', '2.0', '2e0', ' 2', '2 ', '+2', '0x2', '２', '', 'two', 'null', '1,2'],
  ...['9007199254740993', '99999999999999999999999', '1e400', "1' or '1'='1", '\u0000', '\ud800'],
  ...[0, -1, 3],
])('record(id: %j) is null', async (id) => {
  expect(await ask(id)).toEqual({ record: null });
});

test.each(['SW1wb3J0OjE', 'U2l0ZTox'])(
  'record(id: "%s") is null, as it is of another type',
  async (id) => {
    expect(await ask(id)).toEqual({ record: null });
  },
);

test('many records are read by one statement, and each alias gets its own record', async () => {
  service.statements();
  const data = await service.query<Record<string, { title: string } | null>>(
    '{ a: record(id: 2) { title } b: record(id: 7) { title } c: record(id: "UmVjb3JkOjE") { title } }',
  );
  expect(data).toEqual({ a: { title: 'second' }, b: null, c: { title: 'first' } });
  expect(service.statements().filter((sql) => /^\s*select/.test(sql))).toHaveLength(1);
});
