import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { engineForUrl } from '../../src/database/engine-for-url.js';
import { createDatabaseOn, type TestDatabase } from '../support/servers/engines.js';
import { engineUnderTest, item, startService } from '../support/service.js';
import { storedIn } from '../support/stored.js';
import { testTerminal } from '../support/terminal.js';

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabaseOn(engineUnderTest);
});
afterEach(() => database.drop());

async function records(...args: string[]) {
  const terminal = testTerminal({ DATABASE_URL: database.url, PORT: '0', LOG_LEVEL: 'silent' });
  const code = await run(args, terminal);
  return { code, printed: terminal.printed(), errors: terminal.errors() };
}

/** Works on the database behind the back of the command line, and returns what the last statement reads. */
async function execute(...statements: string[]) {
  const orm = await (await engineForUrl(database.url)).connect();
  let rows: unknown;
  for (const statement of statements) rows = await orm.em.execute(statement);
  await orm.close(true);
  return rows;
}

const onSqlite = engineUnderTest === 'SQLite';
const names = [
  '0001-initial',
  '0002-data-version',
  ...(onSqlite
    ? [
        '0003-imports-at-scale',
        '0004-folding-2',
        '0005-rejections-not-kept',
        '0006-import-owners',
        '0007-search-blocks',
        '0008-import-retries',
        '0009-lists-with-row-ids',
      ]
    : [
        '0003-trigram-index',
        '0004-imports-at-scale',
        '0005-folding-2',
        '0006-rejections-not-kept',
        '0007-import-owners',
        '0008-search-blocks',
        '0009-import-retries',
      ]),
];
const lines = (word: string) => names.map((name) => `${word} ${name}\n`).join('');

const upToDate = {
  code: 0,
  printed: `${lines('applied ')}The schema is up to date.\n`,
  errors: '',
};

test('records migrate up brings an empty database up to date, once', async () => {
  expect(await records('migrate', 'status')).toEqual({
    code: 0,
    printed: `${lines('missing ')}The schema is older than this program needs; run "npx records migrate up".\n`,
    errors: '',
  });
  expect(await records('migrate', 'up')).toEqual({
    code: 0,
    printed: `${lines('applied')}${names.length} migrations applied; the schema is up to date.\n`,
    errors: '',
  });
  expect(await records('migrate', 'status')).toEqual(upToDate);
  expect(await records('migrate', 'up')).toMatchObject({
    code: 0,
    printed: '0 migrations applied; the schema is up to date.\n',
  });
});

test('several migrations at once bring the schema up to date together', async () => {
  const both = await Promise.all([1, 2, 3].map(() => records('migrate', 'up')));
  for (const { code, errors } of both) expect({ code, errors }).toEqual({ code: 0, errors: '' });
  const applied = both.flatMap(({ printed }) => printed.match(/^applied .*/gm) ?? []);
  expect(applied.sort()).toEqual(names.map((name) => `applied ${name}`));
  expect(await records('migrate', 'status')).toEqual(upToDate);
});

const olderIndex = `create table record_search (
  record_id bigint unsigned not null primary key,
  trigrams mediumtext character set ascii collate ascii_bin not null,
  fulltext index record_search_trigrams (trigrams)) engine = innodb`;

const olderImports = onSqlite
  ? [
      'drop index import_caller_key_unique',
      'drop index import_caller_id_index',
      'alter table import drop column caller',
      'alter table import drop column reason_counts',
      'alter table import drop column rejections_not_kept',
      'alter table import drop column rejection_bytes',
      'drop index import_retry_of_index',
      'alter table import drop column bytes_read',
      'alter table import drop column active_until',
      'alter table import drop column retry_of',
      'alter table rejection drop column settled_by',
      'create unique index import_idempotency_key_unique on import (idempotency_key)',
    ]
  : [
      `alter table import drop index import_caller_key_unique, drop index import_caller_id_index,
        drop column caller, drop column reason_counts,
        drop column rejections_not_kept, drop column rejection_bytes,
        drop index import_retry_of_index, drop column bytes_read, drop column active_until,
        drop column retry_of,
        add unique index import_idempotency_key_unique (idempotency_key)`,
      'alter table rejection drop column settled_by',
    ];

/** A database as the first version of the service has left it, with data in it. */
async function makeOlder() {
  await records('migrate', 'up');
  const service = await startService({ DATABASE_URL: database.url });
  await service.importItems([item({ title: 'SEGURANCA' }), item({ title: null })]);
  const stored = await storedIn(service);
  await service.stop();
  await execute(
    'drop table data_version',
    'drop table search_block',
    'drop table search_posting',
    'drop table search_trigram',
    'drop table search_state',
    "delete from mikro_orm_migrations where name <> '0001-initial'",
    ...olderImports,
    onSqlite ? 'create virtual table record_search using fts5 (text)' : olderIndex,
  );
  // Nobody counted these bytes then.
  return { ...stored, imports: stored.imports.map((row) => ({ ...row, rejection_bytes: 0 })) };
}

test('migrating a database of the previous version preserves its data', async () => {
  const stored = await makeOlder();
  expect(await records('migrate', 'status')).toMatchObject({
    printed: expect.stringMatching(/^applied {2}0001-initial\nmissing {2}0002-data-version\n/),
  });
  expect(await records('migrate', 'up')).toMatchObject({ code: 0, errors: '' });
  const service = await startService({ DATABASE_URL: database.url });
  expect(await storedIn(service)).toEqual(stored);
  expect(await service.query('{ records(filter: { text: "seguranca" }) { totalCount } }')).toEqual({
    records: { totalCount: 1 },
  });
  expect(await service.importItems([item({ title: 'Next' })])).toMatchObject({ inserted: 1 });
  expect(await service.query('{ records(filter: { text: "next" }) { totalCount } }')).toEqual({
    records: { totalCount: 1 },
  });
  await service.stop();
});

if (onSqlite) {
  test('a service migrates an older SQLite file by itself', async () => {
    await makeOlder();
    expect(await records('serve')).toMatchObject({ code: 0, errors: '' });
    expect(await records('migrate', 'status')).toEqual(upToDate);
  });

  test('lists of the search index move to a table that is read faster, all of them', async () => {
    await records('migrate', 'up');
    await execute(
      'drop table search_posting',
      `create table search_posting (block integer not null, bucket integer not null,
        places blob not null, positions blob not null, primary key (block, bucket)) without rowid`,
      `insert into search_posting
        with recursive list (n) as (select 0 union all select n + 1 from list where n < 119)
        select n / 3, 7 * (n % 3), randomblob(1000 + n), randomblob(3000) from list`,
      'create table lists_before as select * from search_posting',
      "delete from mikro_orm_migrations where name = '0009-lists-with-row-ids'",
    );
    expect(await records('migrate', 'up')).toMatchObject({ code: 0, errors: '' });
    expect(await execute('select * from search_posting order by block, bucket')).toEqual(
      await execute('select * from lists_before order by block, bucket'),
    );
    expect(await execute('select max(_rowid_) as lists from search_posting')).toEqual([
      { lists: 120 },
    ]);
    expect(await records('migrate', 'status')).toEqual(upToDate);
  });
} else {
  test('a service does not start on an older schema, and says in one sentence what to do', async () => {
    await makeOlder();
    expect(await records('serve')).toEqual({
      code: 1,
      printed: '',
      errors:
        'The database\'s schema is older than this program needs (missing: 0002-data-version, 0003-trigram-index, 0004-imports-at-scale, 0005-folding-2, 0006-rejections-not-kept, 0007-import-owners, 0008-search-blocks, 0009-import-retries); run "npx records migrate up" first.\n',
    });
  });

  test('an interrupted migration is completed by the next one', async () => {
    await records('migrate', 'up');
    await execute('drop table data_version, rejection', 'delete from mikro_orm_migrations');
    expect(await records('migrate', 'up')).toMatchObject({ code: 0, errors: '' });
    const service = await startService({ DATABASE_URL: database.url });
    expect(await service.importItems([item(), item({ uri: null })])).toMatchObject({ inserted: 1 });
    await service.stop();
  });

  test('a search index whose creation was interrupted is created again', async () => {
    const stored = await makeOlder();
    await records('migrate', 'up');
    await execute(
      'drop table record_trigram',
      `create table record_trigram (trigram int unsigned not null, block bigint unsigned not null,
        ids blob not null, primary key (trigram, block)) engine = innodb`,
      'create table record_trigram_new like record_trigram',
      'create table record_trigram_old like record_trigram',
      "delete from mikro_orm_migrations where name = '0005-folding-2'",
    );
    expect(await records('migrate', 'up')).toMatchObject({
      code: 0,
      printed: expect.stringMatching(/^applied 0005-folding-2\n1 migration applied/),
    });
    const service = await startService({ DATABASE_URL: database.url });
    expect(await storedIn(service)).toEqual(stored);
    await service.stop();
    for (const table of ['record_search', 'record_trigram_new', 'record_trigram_old']) {
      await expect(execute(`select 1 from ${table}`)).rejects.toThrow(/exist/);
    }
  });
}
