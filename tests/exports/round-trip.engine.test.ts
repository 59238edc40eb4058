// The texts are in several scripts. cspell:disable
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { run } from '../../src/cli/run.js';
import { stripFormulaGuard } from '../../src/formats/csv/formula-guard.js';
import { hostileStrings } from '../records/hostile-strings.js';
import { exported, readers } from '../support/exported.js';
import { importFolder, typed } from '../support/importing.js';
import {
  type Item,
  item,
  migratedDatabase,
  type Service,
  startService,
} from '../support/service.js';
import { storedIn } from '../support/stored.js';
import { testTerminal } from '../support/terminal.js';

const formulas = [
  ...['=1+1', '+1', '-1+1', '@SUM(A1)', '＝1+1', '＠x', "=cmd|' /C calc'!A0", '="a",b', '=1\r\n=2'],
  ...["'=1+1", "''=1+1", "'quoted'", "'", "it's", ';=1+1', '",=1+1', 'a,b', 'a"b', '"', '""', ','],
];

const markup = [
  ...[']]>', '<![CDATA[x]]>', '<!-- x -->', '-->', '</A>', '"><b>', "'>", '<?xml?>', '</title>'],
  ...['&lt;b&gt;', '&amp;amp;', '&copy', '&nbsp;', '&#0;', '&#xFFFF;', '&unknown;', 'a & b', '<a'],
  ...['\u202bمرحبا\u202c (abc)', '\u2067عبرית\u2069', '\u{1ffff}\u{10ffff}\ufdd0'],
];

const items: Item[] = [
  ...[...hostileStrings, ...formulas, ...markup].map((title, index) =>
    item({
      title,
      uri: `https://www.example.com/${index}`,
      date: `2014-03-08T12:30:45.${100 + index}Z`,
    }),
  ),
  // The ends of time, and what a uri may hold.
  item({ date: '1000-01-01T00:00:00.001Z' }),
  item({ date: '9999-12-31T23:59:59.999Z' }),
  item({ date: '9999-12-31T23:59:59Z' }),
  item({ date: '1969-12-31T23:59:59.999Z' }),
  item({ date: '1969-12-31T23:59:59Z' }),
  item({ date: '1901-01-01' }),
  item({ date: '1970-01-01' }),
  item({ uri: "https://münchen.example/a,b\"c?d='e'&f=😀#=1+1" }),
];

let service: Service;
let url: string;
beforeAll(async () => {
  const database = await migratedDatabase();
  url = database.url;
  service = await startService({ DATABASE_URL: url });
  const { rejected } = await service.importItems(items);
  expect(rejected).toBe(0);
});
afterAll(() => service.stop());

/** What an import makes of a record. */
async function contents(of: Service) {
  const { records } = await storedIn(of);
  return records.map(({ title, uri, date, fingerprint }) => ({ title, uri, date, fingerprint }));
}

const withoutPrint = (records: readonly { readonly fingerprint: unknown }[]) =>
  records.map(({ fingerprint: _, ...record }) => record);

async function importedAgain(received: readonly Item[]): Promise<unknown[]> {
  const other = await startService();
  try {
    await other.importItems(received);
    return await contents(other);
  } finally {
    await other.stop();
  }
}

describe.each(Object.keys(readers))(
  'importing an export in %s recreates the same records',
  (format) => {
    const read = (text: string) => readers[format]?.(text) ?? [];

    test('over HTTP', async () => {
      const received = await exported(service, `format=${format}`);
      expect(await importedAgain(received)).toEqual(await contents(service));
    });

    test('on the command line', async () => {
      const terminal = testTerminal(
        { DATABASE_URL: url },
        { waitForStop: () => new Promise(() => {}) },
      );
      expect(await run(['export', '--format', format], terminal)).toBe(0);
      expect(terminal.errors()).toBe('');
      expect(await importedAgain(read(terminal.printed()))).toEqual(await contents(service));
    });
  },
);

test('importing safe CSV recreates the same records with safe=true', async () => {
  const received = await exported(service, 'format=csv&safe=true');
  const titles = received.map(({ title }) => String(title));
  expect(titles.filter((title) => /^[=+\-@\t\r＝＋－＠]/.test(title))).toEqual([]);
  expect(titles.filter((title) => title.startsWith("'='") || title.startsWith("'=1"))).not.toEqual(
    [],
  );
  const bare = received.map((each) => ({ ...each, title: stripFormulaGuard(String(each.title)) }));
  expect(await importedAgain(bare)).toEqual(await contents(service));
});

/** The records as they come back from markup, in which two characters cannot be written. */
function throughMarkup(records: readonly unknown[]): unknown[] {
  return JSON.parse(JSON.stringify(records).replaceAll(/[\ufffe\uffff]/g, '\ufffd'));
}

const exact = (records: readonly unknown[]): unknown => JSON.parse(JSON.stringify(records));

test.each([
  ['NDJSON', ['--format', 'ndjson'], [], exact],
  ['JSON', ['--format', 'json'], [], exact],
  ['CSV', ['--format', 'csv'], [], exact],
  ['CSV for spreadsheets', ['--format', 'csv', '--safe-csv'], ['--safe-csv'], exact],
  ['a bookmark file', ['--format', 'html'], [], throughMarkup],
  ['an Atom feed', ['--format', 'atom'], [], throughMarkup],
  ['a JSON Feed', ['--format', 'json-feed'], [], exact],
])(
  'records import recreates the records of records export: %s',
  async (_, write, read, expected) => {
    const terminal = testTerminal(
      { DATABASE_URL: url },
      { waitForStop: () => new Promise(() => {}) },
    );
    expect(await run(['export', ...write], terminal)).toBe(0);
    const other = await migratedDatabase();
    const folder = await importFolder(other.url);
    const { code, errors } = await folder.import(['--quiet', ...read], typed(terminal.printed()));
    expect({ code, errors }).toEqual({ code: 0, errors: '' });
    const reopened = await startService({ DATABASE_URL: other.url });
    try {
      expect(exact(withoutPrint(await contents(reopened)))).toEqual(
        expected(withoutPrint(await contents(service))),
      );
    } finally {
      await reopened.stop();
      await folder.remove();
      await other.drop();
    }
  },
);
