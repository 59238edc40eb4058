import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import { rowsPerInsert } from '../../../src/database/engine.js';
import { insertIgnore } from '../../../src/database/insert-ignore.js';
import { insertSite, openTestEngine, readRows, type TestEngine } from '../../support/engine.js';

let tested: TestEngine;
beforeAll(async () => {
  tested = await openTestEngine();
});
afterAll(() => tested.stop());

const fork = () => tested.fork();

const insertSites = (...hosts: string[]) =>
  fork().transaction((database) =>
    insertIgnore(database, {
      table: 'site',
      uniqueColumns: ['host'],
      columns: ['host'],
      rows: hosts.map((host) => [host]),
    }),
  );

const sites = (where = sql`1 = 1`) =>
  readRows<{ id: number; host: string }>(
    fork(),
    sql`select id, host from site where ${where} order by id`,
  );

test('insertNew counts the new rows, skips stored and repeated ones, and does not change their ids', async () => {
  expect(await insertSites('b.example', 'a.example')).toMatchObject({ count: 2 });
  const before = await sites();
  expect(await insertSites('a.example', 'c.example', 'c.example', 'b.example')).toMatchObject({
    count: 1,
  });
  expect(await insertSites('a.example')).toMatchObject({ count: 0 });
  const after = await sites();
  expect(after.slice(0, 2)).toEqual(before);
  expect(after.map(({ host }) => host)).toEqual(['b.example', 'a.example', 'c.example']);
});

test('insertNew returns the id of a single new row', async () => {
  const { count, lastId } = await insertSites('single.example');
  const [site] = await sites(sql`host = 'single.example'`);
  expect({ count, lastId }).toEqual({ count: 1, lastId: site?.id });
});

test('insertNew takes as many rows as are ever inserted at once', async () => {
  const hosts = Array.from({ length: rowsPerInsert }, (_, n) => `many${n}.example`);
  const insert = () =>
    fork().transaction((database) =>
      database.engine.insertNew(database, {
        table: 'site',
        uniqueColumns: ['host'],
        columns: ['host'],
        rows: hosts.map((host) => [host]),
      }),
    );
  expect(await insert()).toMatchObject({ count: rowsPerInsert });
  expect(await insert()).toMatchObject({ count: 0 });
});

test('insertNew throws for faults other than equal keys, and inserts nothing', async () => {
  const insert = (host: string | null, id: number) =>
    fork().transaction((database) =>
      database.engine.insertNew(database, {
        table: 'site',
        uniqueColumns: ['host'],
        columns: ['host', 'id'],
        rows: [
          ['first.example', 900_000 + id],
          [host, 900_001 + id],
        ],
      }),
    );
  const error = await insert(null, 0).catch((thrown: unknown) => thrown);
  expect(String(error)).toMatch(/null/i);
  const { engine } = tested;
  expect([
    engine.isRetryable(error),
    engine.isUnavailable(error),
    engine.isTimedOut(error),
  ]).toEqual([false, false, false]);
  expect(await sites(sql`host = 'first.example'`)).toEqual([]);
});

const unlikePairs = [
  ['Key', 'key'],
  ['cle', 'clé'],
  ['key', 'key '],
  ['e\u0301', 'é'],
  ['ß', 'ss'],
  ['a\u0000', 'a'],
  ['😀', '😁'],
];

test.each(unlikePairs)('unique keys distinguish %j from %j', async (one, other) => {
  const insert = (idempotencyKey: string) =>
    fork().transaction((database) =>
      insertIgnore(database, {
        table: 'import',
        uniqueColumns: ['caller', 'idempotency_key'],
        columns: [
          ...(['caller', 'idempotency_key', 'started_at'] as const),
          ...(['received', 'inserted', 'duplicates', 'rejected'] as const),
        ],
        rows: [
          [`${one}/${other}`, idempotencyKey, tested.engine.storedInstant(new Date()), 0, 0, 0, 0],
        ],
      }),
    );
  const counts = [];
  for (const key of [one, other, one, other]) counts.push((await insert(key)).count);
  expect(counts).toEqual([1, 1, 0, 0]);
});

test('ids above 32 bits and counts are numbers, or become numbers without loss', async () => {
  const id = 2 ** 40 + 1;
  await fork().transaction((database) =>
    database.engine.insertNew(database, {
      table: 'site',
      uniqueColumns: ['host'],
      columns: ['id', 'host'],
      rows: [[id, 'large-id.example']],
    }),
  );
  const [site] = await sites(sql`host = 'large-id.example'`);
  expect(site?.id).toBe(id);
  const [counts] = await readRows<{ count: unknown; max: unknown }>(
    fork(),
    sql`select count(*) as count, max(id) as max from site where id >= ${id}`,
  );
  expect([Number(counts?.count), Number(counts?.max)]).toEqual([1, id]);
});

test('ids are never reused, so that a link to a deleted row leads nowhere', async () => {
  const id = await fork().transaction((database) => insertSite(database, 'deleted.example'));
  await fork().transaction(({ writer }) => sql`delete from site where id = ${id}`.execute(writer));
  expect(
    await fork().transaction((database) => insertSite(database, 'next.example')),
  ).toBeGreaterThan(id);
});
