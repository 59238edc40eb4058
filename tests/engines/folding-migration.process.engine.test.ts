// The texts are in many languages. cspell:disable
import { setTimeout as passed } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, expect, jest, test } from '@jest/globals';
import { type Checkout, checkOut } from '../support/checkout.js';
import { databaseOfAc416a9, type OlderDatabase } from '../support/older-database.js';
import { engineUnderTest, migrate, type Service, startService } from '../support/service.js';
import { type Stored, storedIn, wantedIndex } from '../support/stored.js';

const onSqlite = engineUnderTest === 'SQLite';

jest.setTimeout(120_000);

let database: OlderDatabase;
let service: Service | undefined;
beforeEach(async () => {
  database = await databaseOfAc416a9();
});
afterEach(async () => {
  await service?.stop();
  service = undefined;
  await database.drop();
});

async function started(): Promise<Service> {
  service = await startService({ DATABASE_URL: database.url });
  return service;
}

/** The titles that a text finds, in the order in which they were stored. */
async function found(text: string, { query }: Service): Promise<string[]> {
  const { records } = await query<{ records: { nodes: { title: string }[] } }>(
    'query ($text: String) { records(filter: { text: $text }, orderBy: ADDED_ASC) { nodes { title } } }',
    { text },
  );
  return records.nodes.map(({ title }) => title);
}

/** Every record's copies must be those that an import creates today, and the index must hold them. */
async function expectFoldedAsToday(stored: Stored) {
  expect(stored.index).toEqual(wantedIndex(stored));
  const fresh = await startService();
  try {
    const items = stored.records.map(({ title, uri, date }) => ({
      title: String(title),
      uri: String(uri),
      date: new Date(date as number).toISOString(),
    }));
    for (let from = 0; from < items.length; from += 5000) {
      await fresh.importItems(items.slice(from, from + 5000));
    }
    const copies = ({ records }: Stored) =>
      records.map(({ title, uri, title_folded, uri_folded }) => {
        return { title, uri, title_folded, uri_folded };
      });
    expect(copies(stored)).toEqual(copies(await storedIn(fresh)));
  } finally {
    await fresh.stop();
  }
}

const altitude = ['Un refuge d’altitude au printemps', "Un refuge d'altitude en automne"];
const quoted = ['“Quoted” — and «cité» – 1990–1999…', '"Quoted" - and "cite" - 1990-1999...'];

test('records stored before the folding migration are found whatever their typography', async () => {
  await migrate(database.url);
  const migrated = await started();
  for (const text of [
    "D'ALTITUDE",
    'd’altitude',
    'd‘altitude',
    'd´altitude',
    'ｄ＇ａｌｔｉｔｕｄｅ',
  ]) {
    expect([text, await found(text, migrated)]).toEqual([text, altitude]);
  }
  expect(await found("carnet/l'hiver", migrated)).toEqual(altitude);
  for (const text of [
    '"quoted" - and "cite" - 1990-1999...',
    '„Quoted‟ ― and “cite” − 1990‑1999…',
  ]) {
    expect([text, await found(text, migrated)]).toEqual([text, quoted]);
  }
  const ignorable = ['zero\u200bwidth, so\u00adft hyphen, \u202bbidi\u202c and marks'];
  for (const text of ['zerowidth', 'ze\u2060rowidth, soft hyphen, bidi and marks']) {
    expect([text, await found(text, migrated)]).toEqual([text, ignorable]);
  }
  expect(await found('example/zerowidth', migrated)).toEqual(ignorable);
  await expectFoldedAsToday(await storedIn(migrated));
});

test('a cursor from before the folding migration still works', async () => {
  await migrate(database.url);
  const { query } = await started();
  // As the service of then gave it with the record of 10 March.
  const after = 'cmVjb3JkczpEQVRFX0FTQzoxMzk0NDA5NjAwMDAwOjM';
  const { records } = await query<{ records: object }>(
    'query ($after: String) { records(orderBy: DATE_ASC, first: 1, after: $after) { nodes { title } } }',
    { after },
  );
  expect(records).toEqual({ nodes: [{ title: quoted[1] }] });
});

test('responses that were cached before the folding migration are not used any more', async () => {
  const { run } = await database.connect();
  const [before] = await run('select version from data_version');
  await migrate(database.url);
  const [after] = await run('select version from data_version');
  expect(after?.version).toBeGreaterThan(Number(before?.version));
});

/** What the service of commit ac416a9 does to store a record, up to its commit. */
const storeRecord = `insert into record
  (title, uri, date, site_id, import_id, fingerprint, title_folded, uri_folded)
  values ('L’hiver', 'https://kestrel.example/hiver', ${onSqlite ? 1394236800000 : "'2014-03-08'"}, 2, 2,
    ${onSqlite ? "x'00112233445566778899aabbccddeeff'" : '0x00112233445566778899aabbccddeeff'},
    ${onSqlite ? "char(10) || 'l’hiver' || char(10)" : "'\\nl’hiver\\n'"},
    ${onSqlite ? "char(10) || 'https://kestrel.example/hiver' || char(10)" : "'\\nhttps://kestrel.example/hiver\\n'"})`;
const indexIt = onSqlite
  ? 'insert into record_search (rowid, text) select id, title_folded || uri_folded from record where id = 16'
  : `insert into record_trigram (trigram, block, ids) values (1, 0, 0x8010)
      on duplicate key update ids = concat(ids, values(ids))`;

test('after the migration, an older service that is still running cannot import', async () => {
  await migrate(database.url);
  const { run } = await database.connect();
  await run('begin', storeRecord);
  await expect(run(indexIt)).rejects.toThrow(/record_search|default value/);
  await run('rollback');
  expect((await storedIn(await started())).records).toHaveLength(13);
});

test('the folding migration waits for an import that an older service has begun, and folds it as well', async () => {
  const { run } = await database.connect();
  await run(onSqlite ? 'begin immediate' : 'begin', storeRecord, indexIt);
  const migrating = migrate(database.url);
  await passed(700);
  await run('commit');
  await migrating;
  const migrated = await started();
  expect(await found("l'hiver", migrated)).toContain('L’hiver');
  await expectFoldedAsToday(await storedIn(migrated));
});

if (onSqlite) {
  test('a service that migrates its database logs it, once', async () => {
    const env = { DATABASE_URL: database.url, LOG_LEVEL: 'warn' };
    const log: string[] = [];
    for (let start = 0; start < 2; start += 1) {
      const { stop } = await startService(env, (line) => log.push(JSON.parse(line).msg));
      await stop();
    }
    expect(log).toEqual([
      `The database ${database.url} is being migrated; with a million records, that takes half a minute.`,
    ]);
  });
}

let checkout: Checkout;
beforeAll(async () => {
  checkout = await checkOut();
});
afterAll(() => checkout.remove());

const rounds = 300;

/** Makes many records of each one, so that a migration takes its time. */
async function multiply() {
  const { run } = await database.connect();
  const [concat, digest] = onSqlite
    ? [(...parts: string[]) => parts.join(' || '), 'randomblob(16)']
    : [
        (...parts: string[]) => `concat(${parts.join(', ')})`,
        'unhex(left(sha2(concat(record.id, "-", n), 256), 32))',
      ];
  await run(
    'begin',
    `insert into record (title, uri, date, site_id, import_id, fingerprint, title_folded, uri_folded)
      with recursive copies (n) as (select 1 union all select n + 1 from copies where n < ${rounds})
      select ${concat('title', "' '", 'n')}, uri, date, site_id, import_id, ${digest},
        ${concat('substr(title_folded, 1, length(title_folded))', "' '", 'n')}, uri_folded
      from copies cross join record`,
    'commit',
  );
}

test('a folding migration that is killed repeatedly is completed by the first command that is not killed', async () => {
  await multiply();
  const migrating = () => checkout.records(['migrate', 'up'], { DATABASE_URL: database.url });
  const ends: unknown[] = [];
  for (let waitMs = 300; ends.at(-1) !== 0; waitMs *= 1.2 + Math.random() * 0.2) {
    const command = migrating();
    const timer = setTimeout(() => command.child.kill('SIGKILL'), waitMs);
    ends.push(await command.ended());
    clearTimeout(timer);
    expect([0, 'SIGKILL']).toContain(ends.at(-1));
  }
  expect(ends.length).toBeGreaterThan(3);
  const migrated = await started();
  expect(await found("d'altitude au printemps 27", migrated)).toHaveLength(11);
  const stored = await storedIn(migrated);
  expect(stored.records).toHaveLength(13 * (rounds + 1));
  expect(stored.index).toEqual(wantedIndex(stored));
});
