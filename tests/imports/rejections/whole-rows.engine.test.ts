import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { run } from '../../../src/cli/run.js';
import { post } from '../../support/http.js';
import { type ImportFolder, importFolder } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { migratedDatabase, type Service, startService } from '../../support/service.js';
import { testTerminal } from '../../support/terminal.js';

let database: TestDatabase;
let folder: ImportFolder;
let service: Service;
beforeEach(async () => {
  database = await migratedDatabase();
  folder = await importFolder(database.url);
  service = await startService({ DATABASE_URL: database.url });
});
afterEach(async () => {
  await service.stop();
  await folder.remove();
  await database.drop();
});

/** Runs `records rejects retry` for an import. */
async function retry(id: number, ...args: string[]) {
  const terminal = testTerminal(folder.env, { waitForStop: () => new Promise<void>(() => {}) });
  const code = await run(['rejects', 'retry', String(id), ...args], terminal);
  return { code, printed: terminal.printed(), errors: terminal.errors() };
}

const rejections = async (id = 1) => {
  const { imports } = await service.query<{
    imports: { nodes: { rejections: { title: string; uri: string; raw: string | null }[] }[] };
  }>('{ imports { nodes { rejections { title uri date raw } } } }');
  return imports.nodes.at(-id)?.rejections ?? [];
};

// The right link is in a column that nobody named.
const rows = [
  { Title: 'One', uri: '/1', Link: 'https://t.example/1', date: '2014-03-08', Note: 'a, "note"' },
  { Title: 'Two', uri: '/2', Link: 'https://t.example/2', date: '2014-03-08', Note: '' },
];
const columns = ['Title', 'uri', 'Link', 'date', 'Note'] as const;
const cell = (text: string) => `"${text.replaceAll('"', '""')}"`;
const csv = [
  columns.join(),
  ...rows.map((row) => columns.map((name) => cell(row[name])).join()),
].join('\n');
const members = rows.map(({ Title, ...row }) => ({ title: Title, ...row }));
const files = {
  csv: { text: `${csv}\n`, type: 'text/csv', whole: rows },
  tsv: {
    text: [columns, ...rows.map((row) => columns.map((name) => cell(row[name])))]
      .map((cells) => `${cells.join('\t')}\n`)
      .join(''),
    type: 'text/tab-separated-values',
    whole: rows,
  },
  json: { text: JSON.stringify(members), type: 'application/json', whole: members },
  ndjson: {
    text: members.map((row) => `${JSON.stringify(row)}\n`).join(''),
    type: 'application/x-ndjson',
    whole: members,
  },
} as const;

describe.each(Object.entries(files))('a rejected row of %s', (format, { text, type, whole }) => {
  const ways: [string, () => Promise<unknown>][] = [
    ['POST /v1/bulk', () => post(service.app, '/v1/bulk', text, { 'content-type': type })],
    [
      'records import --database',
      async () => folder.import([await folder.write(`rows.${format}`, text), '--quiet']),
    ],
    [
      'records import --url',
      async () => {
        const file = await folder.write(`rows.${format}`, text);
        return folder.import([file, '--quiet', '--url', await service.app.listen()]);
      },
    ],
  ];

  test.each(ways)('is kept whole by %s, and can be retried with a map', async (_way, importing) => {
    await importing();
    const kept = await rejections();
    expect(kept.map(({ raw }) => JSON.parse(raw ?? ''))).toEqual(whole);
    expect(kept).toMatchObject([
      { title: 'One', uri: '/1' },
      { title: 'Two', uri: '/2' },
    ]);
    const again = await retry(1);
    expect([again.code, again.errors]).toEqual([2, '']);
    // As often as it is retried.
    const mended = await retry(2, '--map', 'uri=Link');
    expect([mended.code, mended.errors]).toEqual([0, '']);
    const { records } = await service.query<{ records: unknown }>(
      '{ records(orderBy: DATE_ASC) { nodes { title uri } } }',
    );
    expect(records).toEqual({
      nodes: rows.map(({ Title, Link }) => ({ title: Title, uri: Link })),
    });
  });

  test.each(['csv', 'ndjson', 'json', 'tsv'])(
    'is whole in rejects.%s, and comes back',
    async (to) => {
      const file = await folder.write(`rows.${format}`, text);
      await folder.import([file, '--quiet', '--rejects', folder.file(`rejects.${to}`)]);
      for (const { Note } of rows) {
        expect(await folder.read(`rejects.${to}`)).toContain(Note.slice(0, 3));
      }
      const second = folder.file(`second.${to}`);
      await folder.import([folder.file(`rejects.${to}`), '--quiet', '--rejects', second]);
      expect((await rejections(2)).map(({ raw }) => JSON.parse(raw ?? ''))).toEqual(whole);
      // Where the uri is emptied, it is looked for in the row.
      const emptied = (await folder.read(`second.${to}`)).replace(
        /(["\t,])\/[12](["\t,])/g,
        '$1$2',
      );
      const mended = await folder.write(`mended.${to}`, emptied);
      const done = await folder.import([mended, '--quiet', '--map', 'uri=Link']);
      expect([done.code, done.errors]).toEqual([0, '']);
    },
  );
});

test('a rejected row that contains nothing but the item is not kept beside it', async () => {
  for (const [text, type] of [
    ['title,uri,date\nA,/a,2014-03-08\n', 'text/csv'],
    ['[{"title":"A","uri":"/a","date":"2014-03-08"}]', 'application/json'],
  ] as const) {
    await post(service.app, '/v1/bulk', text, { 'content-type': type });
  }
  expect((await rejections(1)).concat(await rejections(2))).toMatchObject([
    { uri: '/a', raw: null },
    { uri: '/a', raw: null },
  ]);
});

test('columns without a name, or with a repeated name, are kept as well', async () => {
  const text = 'title,uri,date,,x,x\nA,/a,2014-03-08,1,2,3\n';
  await post(service.app, '/v1/bulk', text, { 'content-type': 'text/csv' });
  const [kept] = await rejections();
  expect(JSON.parse(kept?.raw ?? '')).toEqual({
    ...{ title: 'A', uri: '/a', date: '2014-03-08' },
    ...{ '(column 4)': '1', x: '2', 'x (column 6)': '3' },
  });
});

test('of a rejected row over 64 KB, the item is kept whole and the row truncated', async () => {
  const row = { title: 'A', uri: '/a', date: '2014-03-08', content: 'x'.repeat(70_000) };
  await post(service.app, '/v1/bulk', JSON.stringify([row]));
  const [kept] = await rejections();
  expect(kept).toMatchObject({
    title: 'A',
    uri: '/a',
    raw: `${JSON.stringify(row).slice(0, 1000)}…`,
  });
});

test('an item of bulkImport with a raw row is not rejected for it', async () => {
  const item = { title: 'A', uri: 'https://t.example/', date: '2014-03-08', raw: '{"id":7}' };
  const imported = await service.importItems([item, { ...item, uri: '/a' }]);
  expect(imported).toMatchObject({ inserted: 1, rejected: 1 });
  expect(await rejections()).toMatchObject([{ title: 'A', uri: '/a', raw: '{"id":7}' }]);
});

test('the reason for a value of the wrong type is known after a retry, too', async () => {
  const row = { title: ['A'], uri: 'https://t.example/', date: '2014-03-08', name: 'B' };
  await post(service.app, '/v1/bulk', JSON.stringify([row]));
  expect((await retry(1, '--map', 'date=date')).code).toBe(2);
  expect(await service.query('{ imports { nodes { reasonCounts { code } } } }')).toEqual({
    imports: { nodes: [1, 2].map(() => ({ reasonCounts: [{ code: 'VALUE_NOT_TEXT' }] })) },
  });
  expect(await retry(1, '--map', 'title=name')).toMatchObject({ code: 0, errors: '' });
});
