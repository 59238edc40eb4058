import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { sql } from 'kysely';
import type { GroupInterval } from '../../../src/database/engine.js';
import {
  fingerprint,
  insertRecords,
  insertSite,
  openTestEngine,
  readRows,
  type TestEngine,
} from '../../support/engine.js';

let tested: TestEngine;
beforeAll(async () => {
  tested = await openTestEngine();
});
afterAll(() => tested.stop());

const fork = () => tested.fork();

const sites = (where = sql`1 = 1`) =>
  readRows<{ id: number; host: string }>(
    fork(),
    sql`select id, host from site where ${where} order by id`,
  );

test('strings and bytes are read as they were stored', async () => {
  const text = 'O\'Neil "\\" 100%_ \t é e\u0301 ß 日本語 😀 \u202e ';
  const [id = 0] = await fork().transaction((database) => insertRecords(database, [{ text }]));
  const [row] = await readRows<{ title: string; fingerprint: Buffer }>(
    fork(),
    sql`select title, fingerprint from record where id = ${id}`,
  );
  expect(row?.title).toBe(text);
  expect(Buffer.from(row?.fingerprint ?? []).subarray(0, 8)).toEqual(fingerprint(0).subarray(0, 8));
});

const instants = [
  '1000-01-01T00:00:00.000Z',
  '1899-12-31T23:59:59.999Z',
  '1969-12-31T23:59:59.999Z',
  '1970-01-01T00:00:00.001Z',
  '2014-03-30T01:30:00.123Z',
  '9999-12-31T23:59:59.999Z',
].map((iso) => new Date(iso));

test('instants are read to the millisecond, in order, and compare as instants', async () => {
  const ids = await fork().transaction((database) =>
    insertRecords(
      database,
      instants.toReversed().map((date) => ({ date })),
    ),
  );
  const among = sql`id in (${sql.join(ids)})`;
  const rows = await readRows<{ date: Date | number }>(
    fork(),
    sql`select date from record where ${among} order by date, id`,
  );
  expect(rows.map(({ date }) => new Date(date).toISOString())).toEqual(
    instants.map((instant) => instant.toISOString()),
  );
  for (const [at, instant] of instants.entries()) {
    const stored = tested.engine.storedInstant(instant);
    const [counts] = await readRows<{ below: string; equal: string }>(
      fork(),
      sql`select sum(date < ${stored}) as below, sum(date = ${stored}) as equal
        from record where ${among}`,
    );
    expect([instant, Number(counts?.below), Number(counts?.equal)]).toEqual([instant, at, 1]);
  }
});

const starts: readonly [GroupInterval, ...string[]][] = [
  ['DAY', '1000-01-01', '1899-12-31', '1969-12-31', '1970-01-01', '2014-03-30', '9999-12-31'],
  [
    'HOUR',
    ...['1000-01-01T00:00Z', '1899-12-31T23:00Z', '1969-12-31T23:00Z', '1970-01-01T00:00Z'],
    ...['2014-03-30T01:00Z', '9999-12-31T23:00Z'],
  ],
];

test.each(starts)('intervalStart gives the UTC start of each %s', async (interval, ...expected) => {
  const ids = await fork().transaction((database) =>
    insertRecords(
      database,
      instants.map((date) => ({ date })),
    ),
  );
  const start = tested.engine.intervalStart(interval, sql.ref('record.date'));
  const rows = await readRows<{ start: string }>(
    fork(),
    sql`select ${start} as start from record where id in (${sql.join(ids)}) order by id`,
  );
  expect(rows.map((row) => row.start)).toEqual(expected);
});

test('containsText compares code points: case, accents, wildcards and line feeds count', async () => {
  const texts = ['100% _\\', 'É', 'é', 'e', 'E', 'ß', 'ss', '😀', "'"];
  const ids = await fork().transaction((database) =>
    insertRecords(
      database,
      texts.map((text) => ({ text })),
    ),
  );
  for (const wanted of [...texts, '% ', '%_', '\n100%', '_\\\n']) {
    const rows = await readRows<{ id: number }>(
      fork(),
      sql`select id from record where id in (${sql.join(ids)})
        and ${tested.engine.containsText(sql.ref('record.title_folded'), wanted)} order by id`,
    );
    const found = ids.filter((_, at) => `\n${texts[at]}\n`.includes(wanted));
    expect([wanted, rows.map(({ id }) => id)]).toEqual([wanted, found]);
  }
});

test('byteLength counts the bytes of UTF-8', async () => {
  const texts = ['abc', 'é', '日本', '😀'];
  const ids = await fork().transaction((database) =>
    insertRecords(
      database,
      texts.map((text) => ({ text })),
    ),
  );
  const length = tested.engine.byteLength(sql.ref('record.title'));
  const rows = await readRows<{ length: number }>(
    fork(),
    sql`select ${length} as length from record where id in (${sql.join(ids)}) order by id`,
  );
  expect(rows.map((row) => Number(row.length))).toEqual([3, 2, 6, 4]);
});

test('hosts are sorted and compared by their bytes', async () => {
  await fork().transaction(async (database) => {
    for (const host of [
      'b.order',
      'a.order',
      'a-b.order',
      'a.order:8080',
      '1.order',
      'xn--a.order',
    ]) {
      await insertSite(database, host);
    }
  });
  const rows = await sites(sql`host like '%.order%'`);
  const sorted = await readRows<{ host: string }>(
    fork(),
    sql`select host from site where id in (${sql.join(rows.map(({ id }) => id))}) order by host`,
  );
  expect(sorted.map(({ host }) => host)).toEqual(rows.map(({ host }) => host).sort());
});

test('onStatement is called with the SQL of every statement', async () => {
  tested.statements();
  await sites(sql`host = 'watched.example'`);
  expect(tested.statements().join('\n')).toContain('from site where host =');
});
