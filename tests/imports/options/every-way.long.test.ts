// cspell:ignore eacute

import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { toOptionName } from '../../../src/cli/options/file-options.js';
import { itemOptionNames } from '../../../src/imports/options/file-options.js';
import type { GivenFileOptions } from '../../../src/imports/options/parse-options.js';
import { type ImportFolder, importFolder } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { migratedDatabase, type Service, startService } from '../../support/service.js';
import { upload } from '../../support/upload.js';

let database: TestDatabase;
let service: Service;
let address: string;
let folder: ImportFolder;
beforeAll(async () => {
  database = await migratedDatabase();
  service = await startService({ DATABASE_URL: database.url });
  address = await service.app.listen();
  folder = await importFolder(database.url);
});
afterAll(async () => {
  await folder.remove();
  await service.stop();
  await database.drop();
});

interface Case {
  readonly content: string | Buffer;
  readonly type: string;
  readonly options: GivenFileOptions;
  readonly stored: readonly [title: string, date: string];
}

const uri = (name: string) => `https://t.example/${name.replaceAll(' ', '-')}`;
const csv = (name: string, date: string, title = 'Café') =>
  `title,uri,date\n${title},${uri(name)},${date}\n`;
const at = '2014-03-08T15:01:02.000Z';
const day = '2014-03-08T00:00:00.000Z';
const make = (
  content: string | Buffer,
  type: string,
  options: GivenFileOptions,
  date = day,
  title = 'Café',
): Case => ({
  content,
  type,
  options,
  stored: [title, date],
});

const cases: Readonly<Record<string, (name: string) => Case>> = {
  'Unix times': (name) => make(csv(name, '1394290862'), 'text/csv', { dateFormat: 'unix' }, at),
  'times of Chrome': (name) =>
    make(csv(name, '13038764462000000'), 'text/csv', { dateFormat: 'webkit' }, at),
  'serial dates': (name) =>
    make(csv(name, '"41706,62571759259"'), 'text/csv', { dateFormat: 'excel' }, at),
  'a pattern': (name) =>
    make(
      csv(name, '08.03.2014 15.01'),
      'text/csv',
      { dateFormat: 'dd.MM.yyyy HH.mm' },
      '2014-03-08T15:01:00.000Z',
    ),
  'a time zone': (name) =>
    make(csv(name, '2014-03-08 16:01:02'), 'text/csv', { timeZone: 'Europe/Paris' }, at),
  'a century': (name) =>
    make(csv(name, '3/8/14 15:01:02'), 'text/csv', { century: '2000', dateOrder: 'MDY' }, at),
  'Windows-1252': (name) =>
    make(Buffer.from(csv(name, '2014-03-08'), 'latin1'), 'text/csv', { encoding: 'windows-1252' }),
  'UTF-16 with a mark': (name) =>
    make(Buffer.from(`\ufeff${csv(name, '2014-03-08')}`, 'utf16le'), 'text/csv', {}),
  'a delimiter': (name) =>
    make(csv(name, '2014-03-08').replaceAll(',', '|'), 'text/csv', { delimiter: '|' }),
  'a quote and a comment': (name) =>
    make(
      `# by me\n${csv(name, '2014-03-08', "'Café, ''x'''")}`,
      'text/csv',
      { quote: "'", comment: '#' },
      day,
      "Café, 'x'",
    ),
  'an escape': (name) =>
    make(
      csv(name, '2014-03-08', 'Caf\\\\é\\, x').replace('date\n', 'date\n'),
      'text/csv',
      { escape: '\\' },
      day,
      'Caf\\é, x',
    ),
  'no header': (name) =>
    make(csv(name, '2014-03-08').replace(/^.*\n/, ''), 'text/csv', {
      noHeader: true,
      map: 'title=1,uri=2,date=3',
    }),
  'lines to skip': (name) =>
    make(`Links\n\n${csv(name, '2014-03-08')}`, 'text/csv', { skipLines: '2' }),
  'a path and a map of paths': (name) =>
    make(
      JSON.stringify({
        data: { list: [{ name: 'Café', content: { url: uri(name) }, date: { $date: at } }] },
      }),
      'application/json',
      { items: 'data.list', map: 'title=title|name,uri=content.url,date=date.$date' },
      at,
    ),
  'long titles': (name) =>
    make(
      csv(name, '2014-03-08', 'x'.repeat(300)),
      'text/csv',
      { shortenTitles: true },
      day,
      `${'x'.repeat(254)}…`,
    ),
  entities: (name) =>
    make(
      csv(name, '2014-03-08', 'Caf&eacute; &amp; more'),
      'text/csv',
      { html: true },
      day,
      'Café & more',
    ),
  'JSON objects of several lines': (name) =>
    make(
      `${JSON.stringify({ title: 'Café', uri: uri(name), date: at }, null, 2)}\n`.repeat(2),
      'application/json',
      {},
      at,
    ),
  'TSV said to be CSV': (name) =>
    make(csv(name, '2014-03-08').replaceAll(',', '\t'), 'text/csv', {}),
};

const toArguments = (options: GivenFileOptions) =>
  (Object.entries(options) as [keyof GivenFileOptions, string | true][]).flatMap(([name, value]) =>
    value === true ? [toOptionName(name)] : [toOptionName(name), value],
  );

const toQuery = (options: GivenFileOptions) =>
  `?${new URLSearchParams(Object.entries(options).map(([name, value]) => [name, `${value}`]))}`;

const endings: Readonly<Record<string, string>> = { 'text/csv': 'csv', 'application/json': 'json' };

describe('a file is read in the same way by the command line and over HTTP', () => {
  test.each(Object.entries(cases))('with %s', async (name, create) => {
    const { content, type, options, stored } = create(name);
    const [title, date] = stored;
    const file = await folder.write(`${name}.${endings[type]}`, content);
    const args = [file, '--report', folder.file('report.json'), ...toArguments(options)];
    const shown = await folder.import([...args, '--preview', '20', '--quiet']);
    expect(shown.printed).toContain(date);
    expect(await folder.import(args)).toMatchObject({ code: 0 });
    expect(await folder.readJson('report.json')).toMatchObject({ inserted: 1, rejected: 0 });
    expect(await folder.import([...args, '--url', address])).toMatchObject({ code: 0 });
    expect(await folder.readJson('report.json')).toMatchObject({ inserted: 0, rejected: 0 });
    const body = content;
    const previewed = await upload(
      address,
      body,
      { 'content-type': type },
      `${toQuery(options)}&preview=20`,
    );
    expect(previewed.json.preview[0]).toMatchObject({
      stored: { title, uri: uri(name), date },
      reasons: [],
    });
    const { json } = await upload(address, body, { 'content-type': type }, toQuery(options));
    expect(json).toMatchObject({ ok: true, inserted: 0, rejected: 0 });
    const { records } = await service.query<{ records: { nodes: object[] } }>(
      '{ records(first: 100) { nodes { title uri date } } }',
    );
    expect(records.nodes).toContainEqual({ title, uri: uri(name), date });
  });
});

const itemCases: [name: keyof GivenFileOptions, value: unknown, item: object, stored: object][] = [
  ['dateFormat', 'unix', { date: '1394290862' }, {}],
  ['timeZone', 'Europe/Paris', { date: '2014-03-08 16:01:02' }, {}],
  ['century', 2000, { date: '08-MAR-14 15:01:02' }, {}],
  ['html', true, { title: 'A &amp; B' }, { title: 'A & B' }],
  ['shortenTitles', true, { title: 'x'.repeat(300) }, { title: `${'x'.repeat(254)}…` }],
];

test.each(itemCases)('bulkImport has the option %s', async (name, value, given, stored) => {
  const item = {
    title: 'A',
    uri: `https://g.example/${name}`,
    date: '2014-03-08T15:01:02Z',
    ...given,
  };
  const input = { items: [item], [name]: value };
  const importing =
    'mutation ($input: BulkImportInput!) { bulkImport(input: $input) { inserted rejections { reasons { code } } } }';
  expect(await service.query(importing, { input })).toMatchObject({ bulkImport: { inserted: 1 } });
  const { records } = await service.query<{ records: { nodes: object[] } }>(
    '{ records(first: 100) { nodes { title uri date } } }',
  );
  const { title, uri: link } = item;
  expect(records.nodes).toContainEqual({ title, uri: link, date: at, ...stored });
});

test('bulkImport has every option that speaks of items', async () => {
  const { type } = await service.query<{ type: { inputFields: { name: string }[] } }>(
    '{ type: __type(name: "BulkImportInput") { inputFields { name } } }',
  );
  expect(type.inputFields.map(({ name }) => name)).toEqual(
    expect.arrayContaining([...itemOptionNames]),
  );
});

test('an idempotency key stands for the options, too', async () => {
  const headers = { 'content-type': 'text/csv', 'idempotency-key': '"options"' };
  const body = csv('key', '2014-03-08 16:01:02');
  await upload(address, body, headers, '?timeZone=Europe/Paris');
  const other = await upload(address, body, headers, '?timeZone=Europe/Rome');
  expect(other.code).toBe('IDEMPOTENCY_KEY_REUSED');
});

test.each([
  [
    'timeZone=Mars',
    'timeZone',
    /time zone "Mars" is unknown; expected a name of the IANA database/,
  ],
  ['dateFormat=YYYY-MM-dd', 'dateFormat', /has "YYYY", the year of a week; the year is "yyyy"/],
  ['encoding=utf-9', 'encoding', /encoding "utf-9" is unknown/],
  ['century=20', 'century', /expected its first year, like 2000/],
  ['preview=0', 'preview', /a whole number from 1 to 1000/],
  ['delimiter=ab', 'delimiter', /expected one ASCII character/],
])('POST /v1/bulk?%s is refused', async (query, argument, message) => {
  const { status, json } = await upload(
    address,
    csv('x', day),
    { 'content-type': 'text/csv' },
    `?${query}`,
  );
  expect([status, json.argument]).toEqual([400, argument]);
  expect(json.error).toMatch(message);
});
