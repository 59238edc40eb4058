import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { readCsv } from '../../support/csv.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { item, migratedDatabase, type Service, startService } from '../../support/service.js';
import { testTerminal } from '../../support/terminal.js';

let database: TestDatabase;
let service: Service;
let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'records-rejects-'));
  database = await migratedDatabase();
  service = await startService({ DATABASE_URL: database.url });
  await service.importItems(items, { source });
  await service.importItems([item()]);
});
afterAll(async () => {
  await service.stop();
  await database.drop();
  await rm(folder, { recursive: true });
});

const source = 'a file';
const items = [
  item(),
  item({ title: 'Comma, "quote"\r\nand line', date: '01/02/2003', line: 3 }),
  { raw: '{"title": ', line: 4 },
  { title: '', uri: '/\u001b[2J\u202e', date: null, line: 5 },
];

const goesOn = () => new Promise<void>(() => {});

async function rejects(args: readonly string[], env?: Record<string, string>) {
  const terminal = testTerminal(env ?? { DATABASE_URL: database.url }, { waitForStop: goesOn });
  const code = await run(['rejects', ...args], terminal);
  return { code, printed: terminal.printed(), errors: terminal.errors() };
}

test('records rejects list prints a table in which control characters are escaped', async () => {
  const { code, printed, errors } = await rejects(['list', '1']);
  expect([code, errors]).toEqual([0, '']);
  expect(printed).toMatch(
    /^Import 1 \(a file\): 3 of 4 items rejected\.\n\n {3}index {6}line {2}code /,
  );
  const lines = printed.split('\n').slice(3, -1);
  expect(lines.map((line) => line.trim().split(/\s+/).slice(0, 3))).toEqual([
    ['1', '3', 'DATE_AMBIGUOUS'],
    ['2', '4', 'ROW_UNREADABLE'],
    ['3', '5', 'TITLE_MISSING'],
    ['3', '5', 'URI_RELATIVE'],
    ['3', '5', 'DATE_MISSING'],
  ]);
  expect(lines[3]).toContain('The URI "/\\u001b[2J\\u202e" is relative');
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are looked for
  expect(printed).not.toMatch(/[\u0000-\u0009\u000b-\u001f\u202e]/);
});

test('records rejects list prints no table for an import without rejected items', async () => {
  const { code, printed } = await rejects(['list', '2']);
  expect([code, printed]).toEqual([0, 'Import 2: 0 of 1 item rejected.\n']);
});

describe('records rejects list writes rows to correct', () => {
  test('as NDJSON, as received and with the reasons', async () => {
    const { code, printed } = await rejects(['list', '1', '--format', 'ndjson']);
    const rows = printed
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(code).toBe(0);
    expect(rows).toEqual([
      { ...items[1], source, reasons: [expect.objectContaining({ code: 'DATE_AMBIGUOUS' })] },
      {
        ...{ title: null, uri: null, date: null, source, ...items[2] },
        reasons: [{ code: 'ROW_UNREADABLE', field: 'item', message: expect.any(String) }],
      },
      { ...items[3], source, reasons: [expect.anything(), expect.anything(), expect.anything()] },
    ]);
  });

  test('as CSV', async () => {
    const { printed } = await rejects(['list', '1', '--format', 'csv']);
    expect(printed).toMatch(/^title,uri,date,source,line,codes,messages,raw\r\n/);
    const rows = readCsv(printed) as unknown as Record<string, string>[];
    expect(rows).toEqual([
      {
        ...{ ...items[1], source, line: '3', raw: '', codes: 'DATE_AMBIGUOUS' },
        messages: expect.stringMatching(/^The date "01\/02\/2003" .+\.$/),
      },
      {
        ...{ title: '', uri: '', date: '', source, line: '4', raw: '{"title": ' },
        ...{ codes: 'ROW_UNREADABLE', messages: expect.any(String) },
      },
      {
        ...{ ...items[3], date: '', source, line: '5', raw: '' },
        codes: 'TITLE_MISSING URI_RELATIVE DATE_MISSING',
        messages: expect.stringMatching(/^The title .+\. The URI .+\. The date .+\.$/),
      },
    ]);
  });

  test.each([
    ['DATE_AMBIGUOUS', [3]],
    ['URI_RELATIVE', [5]],
    ['TITLE_TOO_LONG', []],
  ])('only with the reason %s', async (code, lines) => {
    const args = ['list', '1', '--format', 'ndjson', '--code', code];
    const rows = (await rejects(args)).printed.split('\n').filter(Boolean);
    expect(rows.map((row) => JSON.parse(row).line)).toEqual(lines);
  });

  test('to a file', async () => {
    const file = join(folder, 'rejects.csv');
    const written = await rejects(['list', '1', '--format', 'csv', '--output', file]);
    expect(written).toEqual({
      code: 0,
      printed: `Wrote 3 rejected items to ${file}.\n`,
      errors: '',
    });
    const { printed } = await rejects(['list', '1', '--format', 'csv']);
    expect(await readFile(file, 'utf8')).toBe(printed);
  });
});

test('records rejects list takes the database from an option', async () => {
  const env = { DATABASE_URL: 'sqlite:./nowhere/at-all.db' };
  expect(await rejects(['list', '2', '--database', database.url], env)).toMatchObject({
    code: 0,
    printed: 'Import 2: 0 of 1 item rejected.\n',
  });
});

test('records rejects list finds an import by its global id, too', async () => {
  expect(await rejects(['list', 'SW1wb3J0OjE'])).toEqual(await rejects(['list', '1']));
});

describe('records rejects exits with 1 and a sentence', () => {
  test.each(['3', '0', '-1', '1.0', 'a', '9'.repeat(30), 'UmVjb3JkOjE', 'SW1wb3J0OjE='])(
    'for an import that is not there: %s',
    async (id) => {
      for (const command of ['list', 'retry']) {
        const { code, printed, errors } = await rejects([command, '--', id]);
        expect([code, printed]).toEqual([1, '']);
        expect(errors).toMatch(
          /^There is no import with the id "[^"]+" in (sqlite|mariadb|mysql):.+\.\n$/,
        );
        expect(errors).toContain(`"${id}"`);
      }
    },
  );

  test.each([
    [['list'], /missing required argument 'import'/],
    [['list', '1', '--format', 'xml'], /Allowed choices are table, json, ndjson, csv, tsv\./],
    [['list', '1', '--code', 'NONE'], /'NONE' is invalid\. Allowed choices are TITLE_MISSING, /],
    [
      ['list', '1', '--database', 'oracle:x'],
      /^The option --database is "oracle:x"; it must be .+\.\n$/,
    ],
    [
      ['list', '1', '--database', 'sqlite:./nowhere/at-all.db'],
      /^No database found at \.\/nowhere\/at-all\.db\. .+\.\n$/,
    ],
    [['list', '1', '--output', tmpdir()], /is not a regular file/],
  ])('for the arguments %j', async (args, sentence) => {
    const { code, printed, errors } = await rejects(args);
    expect([code, printed, errors]).toEqual([1, '', expect.stringMatching(sentence)]);
  });

  test.each([
    ['list', /^The database \S+ failed \(.+\)\. The output is incomplete\.\n$/],
    [
      'retry',
      /^The database \S+ failed \(.+\)\. The next one goes on with the items that it has not stored\.\n$/,
    ],
  ])('if the database fails: %s', async (command, sentence) => {
    const execute = (sql: string) => service.app.fork().em.getConnection('write').execute(sql);
    await execute('alter table rejection rename to lost');
    const { code, errors } = await rejects([command, '1']);
    await execute('alter table lost rename to rejection');
    expect([code, errors]).toEqual([1, expect.stringMatching(sentence)]);
  });
});
