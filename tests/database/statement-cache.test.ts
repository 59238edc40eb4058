import { createRequire } from 'node:module';
import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { cacheStatements } from '../../src/database/sqlite/statement-cache.js';

type Client = Parameters<typeof cacheStatements>[0];

const Sqlite = createRequire(import.meta.url)('better-sqlite3') as new (file: string) => Client;

let client: Client;
beforeEach(() => {
  client = new Sqlite(':memory:');
  cacheStatements(client);
  client.exec('create table number (value integer)');
  client.exec('insert into number values (1), (2), (3)');
});
afterEach(() => client.close());

const all = 'select * from number order by value';

test('an SQLite statement is prepared once for all callers that prepare the same SQL', () => {
  expect(client.prepare(all)).toBe(client.prepare(all));
  expect(client.prepare(`${all} limit 1`)).not.toBe(client.prepare(all));
});

test('a statement whose rows are being read can be run again in the meantime', () => {
  const pairs: unknown[] = [];
  for (const outer of client.prepare(all).iterate()) {
    for (const inner of client.prepare(all).iterate()) pairs.push([outer, inner]);
  }
  expect(pairs).toHaveLength(9);
  expect(client.prepare(all).all()).toHaveLength(3);
});

test('a prepared statement knows a column that was added since', () => {
  expect(client.prepare(all).get()).toEqual({ value: 1 });
  client.exec('alter table number add column name text');
  expect(client.prepare(all).get()).toEqual({ value: 1, name: null });
});

test('a statement that failed can be run again', () => {
  client.exec('create unique index number_value on number (value)');
  const insert = 'insert into number values (?)';
  expect(() => client.prepare(insert).run(1)).toThrow('UNIQUE');
  expect(client.prepare(insert).run(4)).toMatchObject({ changes: 1 });
});

test('statements beyond the limit are prepared again, and work', () => {
  const first = client.prepare(all);
  for (let n = 0; n < 1000; n += 1) expect(client.prepare(`select ${n} as n`).get()).toEqual({ n });
  expect(client.prepare(all)).not.toBe(first);
  expect(client.prepare(all).all()).toHaveLength(3);
});

test('statements of thousands of characters are not cached', () => {
  const long = `select 1 where 1 in (${Array.from({ length: 2000 }, (_, n) => n).join()})`;
  expect(client.prepare(long)).not.toBe(client.prepare(long));
});
