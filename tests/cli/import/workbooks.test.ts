import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder } from '../../support/importing.js';
import { type Service, startService } from '../../support/service.js';
import { upload } from '../../support/upload.js';
import { ods, type Sheet, sheetRows, xlsx, xlsxParts, zip } from '../../support/workbooks.js';

let folder: ImportFolder;
beforeEach(async () => {
  folder = await importFolder();
});
afterEach(() => folder.remove());

const header = ['title', 'uri', 'date'];
const row = ['A walk', 'https://t.example/1', '2014-03-08'];
const links = { name: 'To read', rows: sheetRows([header, row]) };
const other = { name: 'About', rows: sheetRows([['What this is']]) };
const empty = { name: 'Empty', rows: '' };
const named = (title: string) =>
  `<table:table table:name="${title}">${[header, row]
    .map(
      (cells) =>
        `<table:table-row>${cells
          .map((cell) => `<table:table-cell><text:p>${cell}</text:p></table:table-cell>`)
          .join('')}</table:table-row>`,
    )
    .join('')}</table:table>`;

test.each<[string, Buffer, string[], string]>([
  ['the first sheet', xlsx([links, other]), [], 'To read'],
  ['a sheet by its name, in any case', xlsx([other, links]), ['--sheet', 'to READ'], 'To read'],
  ['a sheet by its number', xlsx([other, links]), ['--sheet', '2'], 'To read'],
  [
    'the sheet that is named like a number',
    xlsx([{ ...links, name: '2' }, other]),
    ['--sheet', '2'],
    '2',
  ],
  [
    'the first sheet that is not hidden',
    xlsx([{ ...other, state: 'hidden' }, links]),
    [],
    'To read',
  ],
  ['a sheet of .ods by its name', ods(named('One') + named('Two')), ['--sheet', 'Two'], 'Two'],
  [
    'the first sheet of .ods that is not hidden',
    ods(
      named('One').replace('">', '" table:style-name="h">') + named('Two'),
      '<style:style style:name="h"><style:table-properties table:display="false"/></style:style>',
    ),
    [],
    'Two',
  ],
])('%s is read, and the report names it', async (_what, book, options, sheet) => {
  // A name that says otherwise is wrong.
  const file = await folder.write('rows.csv', book);
  const report = folder.file('report.json');
  const ended = await folder.import([file, '--report', report, ...options]);
  expect(ended.code).toBe(0);
  const note = `It was read as the sheet "${sheet}" of an`;
  expect(ended.printed).toContain(note);
  expect(ended.printed).toContain(', not as CSV, because it has the parts of one in a zip archive');
  expect(JSON.stringify(await folder.readJson('report.json'))).toContain(`"sheet":"${sheet}"`);
});

const preset = sheetRows([
  ['title', 'url', 'time_added', 'tags', 'status'],
  ['A', row[1] as string, 1394290800, '', 'unread'],
]);

test.each<[string, Sheet[], string[], string[]?]>([
  ['an unknown sheet named', [links, other], ["--sheet 'To read'"], ['--sheet', 'Links']],
  ['its rows on the second sheet', [other, links], ["--sheet 'To read'"]],
  ['nothing on its first sheet', [empty, links], ["--sheet 'To read'"]],
  ['another format named', [links], ['--format xlsx'], ['--format', 'csv']],
  [
    'a title before the header',
    [
      {
        name: 'x',
        rows: `<row><c t="str"><v>Links</v></c></row><row r="5">${sheetRows([header]).slice(5)}${sheetRows([row])}`,
      },
    ],
    ['--skip-lines 4'],
  ],
  [
    'other names of columns',
    [{ name: 'x', rows: sheetRows([['title', 'link', 'date'], row]) }],
    ['--map uri=link'],
  ],
  [
    'no header',
    [{ name: 'x', rows: sheetRows([row]) }],
    ['--no-header --map title=1,uri=2,date=3'],
  ],
  ['a preset of CSV', [{ name: 'x', rows: preset }], []],
])('the advice on a workbook that has %s is to be followed', async (...given) => {
  const [, sheets, advice, options = []] = given;
  const file = await folder.write('a.xlsx', xlsx(sheets));
  let all = [...options];
  let ended = await folder.import([file, '--quiet', ...all]);
  const said: string[] = [];
  while (ended.code === 1 && said.length < 3) {
    const [, found = ''] = / ?add (--.+) to the command\./i.exec(ended.errors) ?? [];
    if (found === '') break;
    said.push(found);
    const words = [...found.matchAll(/'([^']*)'|(\S+)/g)].map(([, a, b]) => a ?? b ?? '');
    all = all[0] === words[0] ? words : [...all, ...words];
    ended = await folder.import([file, '--quiet', ...all]);
  }
  expect({ said, errors: ended.errors, code: ended.code }).toEqual({
    said: advice,
    errors: '',
    code: 0,
  });
});

test('options that say nothing of a workbook, and a sheet of what is none, are refused by name', async () => {
  const file = await folder.write('a.xlsx', xlsx([links]));
  const csv = await folder.write('a.csv', 'title,uri,date\n');
  const { errors } = await folder.import([file, '--delimiter', ';']);
  expect(errors).toContain('the option delimiter speaks of text, and must be left out');
  expect((await folder.import([csv, '--sheet', '1'])).errors).toContain('speaks of workbooks');
  expect((await folder.import([csv, '--format', 'xlsx'])).errors).toContain(
    'does not begin as a workbook does',
  );
});

test('a preview shows the rows of a sheet, and rejected rows come back by their cells', async () => {
  const rows = sheetRows([header, row, ['', '', ''], ['', 'https://t.example/2', '2014-03-08']]);
  const file = await folder.write('a.xlsx', xlsx([{ name: 'x', rows }]));
  const preview = await folder.import([file, '--preview', '5']);
  expect(preview).toMatchObject({ code: 2, errors: '' });
  expect(preview.printed).toMatch(/the sheet "x" of an Excel workbook[\s\S]+A walk/);
  const rejects = folder.file('rejects.ndjson');
  expect((await folder.import([file, '--rejects', rejects])).code).toBe(2);
  expect(JSON.parse(await folder.read('rejects.ndjson'))).toMatchObject({
    line: 4,
    reasons: [{ code: 'TITLE_MISSING' }],
  });
});

test('an import of a workbook that ended early resumes with the whole file, and doubles no row', async () => {
  folder.env.DATABASE_URL = `sqlite:${folder.file('records.db')}`;
  const count = 10_500;
  const rows = Array.from({ length: count }, (_, n) => [
    `T ${n}`,
    `https://t.example/${n}`,
    '2014-03-08',
  ]);
  const whole = xlsxParts([{ name: 'x', rows: sheetRows([header, ...rows]) }]);
  const part = 'xl/worksheets/sheet0.xml';
  const cut = { ...whole, [part]: (whole[part] as string).slice(0, -3000) };
  const file = await folder.write('a.xlsx', zip(cut));
  const broken = await folder.import([file]);
  expect(broken.code).toBe(1);
  expect(broken.errors).toMatch(/is cut off\. .*10000 rows are done; run the same command again/);
  await folder.write('a.xlsx', zip(whole));
  const resumed = await folder.import([file]);
  expect(resumed).toMatchObject({
    code: 0,
    printed: expect.stringContaining(
      `${count} rows received: ${count} inserted, 0 duplicates, 0 rejected`,
    ),
  });
});

test('POST /v1/bulk reads a workbook by its type or its content, and takes the sheet as a parameter', async () => {
  const service: Service = await startService(folder.env);
  const address = await service.app.listen();
  try {
    const book = xlsx([other, links]);
    const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
    for (const each of [type, 'text/csv', 'application/octet-stream']) {
      const found = await upload(address, book, { 'content-type': each }, '?sheet=To+read');
      expect(found.json).toMatchObject({ ok: true, received: 1, read: { sheet: 'To read' } });
    }
    const refused = await upload(address, book, { 'content-type': type });
    expect(refused.code).toBe('COLUMN_MISSING');
    expect(JSON.stringify(refused.json)).toContain('add sheet=To%20read to the query');
    const preview = await upload(address, book, {}, '?sheet=2&preview=3');
    expect(preview.json.preview).toEqual([expect.objectContaining({ line: 2 })]);
  } finally {
    await service.stop();
  }
});
