// cspell:ignore Adresse

import { execFileSync } from 'node:child_process';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { post } from '../../support/http.js';
import { type ImportFolder, importFolder } from '../../support/importing.js';
import type { TestDatabase } from '../../support/servers/engines.js';
import { migratedDatabase, type Service, startService } from '../../support/service.js';
import { storedIn } from '../../support/stored.js';

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

const types = {
  csv: 'text/csv',
  tsv: 'text/tab-separated-values',
  json: 'application/json',
  ndjson: 'application/x-ndjson',
} as const;
type Format = keyof typeof types;

const values = ['A', 'https://t.example/1', '2014-03-08'];
const csv = (title: string, uri: string, date: string, delimiter = ',') => {
  const names = [title, uri, date].map((name) => `"${name.replaceAll('"', '""')}"`);
  return `${names.join(delimiter)}\n${values.join(delimiter)}\n`;
};
const items = (title: string, uri: string, date: string) =>
  [1, 2].map((n) => ({ [title]: 'A', [uri]: `https://t.example/${n}`, [date]: '2014-03-08' }));

const bulk = (body: string, format: Format, query = '') =>
  post(service.app, `/v1/bulk${query}`, body, { 'content-type': types[format] });

/** The words of a command line, as a shell makes them. */
const shellWords = (text: string) =>
  execFileSync('sh', ['-c', `printf '%s\\n' ${text}`], { encoding: 'utf8' })
    .split('\n')
    .slice(0, -1);

const cases: [string, Format, string, string][] = [
  ['a bookmark export', 'csv', csv('title', 'url', 'created'), 'uri=url,date=created'],
  ['names in other cases', 'csv', csv('Title', 'URL', 'Date'), 'uri=URL'],
  [
    'names with underscores',
    'csv',
    csv('given_title', 'given_url', 'time_added'),
    'title=given_title,uri=given_url,date=time_added',
  ],
  [
    'names with blanks',
    'tsv',
    csv('Page title', 'Link', 'Date Added', '\t'),
    'title=Page title,uri=Link,date=Date Added',
  ],
  ['names in French', 'csv', csv('Titre', 'Adresse', 'Date', ';'), 'title=Titre,uri=Adresse'],
  [
    'names with commas and quotes',
    'csv',
    csv('The "title"', 'Link, long', "date it's added"),
    `title="The ""title""",uri="Link, long",date=date it's added`,
  ],
  [
    'members',
    'json',
    JSON.stringify(items('name', 'href', 'publishedAt')),
    'title=name,uri=href,date=publishedAt',
  ],
  [
    'members with blanks at their ends',
    'ndjson',
    items(' title', 'url ', 'date')
      .map((each) => JSON.stringify(each))
      .join('\n'),
    'title=" title",uri="url "',
  ],
];

describe.each(cases)('a file without a column: %s', (_what, format, body, map) => {
  test('is refused by POST /v1/bulk, and accepted with the proposed map', async () => {
    const refused = await bulk(body, format);
    expect([refused.statusCode, refused.json()]).toEqual([
      400,
      { ok: false, error: expect.any(String), code: 'COLUMN_MISSING' },
    ]);
    const [, query = ''] =
      /add (map=\S+) to the query\. Nothing was stored\.$/.exec(refused.json().error) ?? [];
    expect(new URLSearchParams(query).get('map')).toBe(map);
    expect((await storedIn(service)).imports).toEqual([]);
    const taken = await bulk(body, format, `?${query}`);
    expect(taken.json()).toMatchObject({ ok: true, rejected: 0 });
    expect(taken.json().inserted).toBeGreaterThan(0);
  });

  test('is refused by records import, and accepted with the proposed option', async () => {
    const file = await folder.write(`rows.${format}`, body);
    const refused = await folder.import([file, '--quiet']);
    expect(refused.code).toBe(1);
    const [, option = ''] =
      / add (--map .+) to the command\. Nothing was stored\.\n$/.exec(refused.errors) ?? [];
    expect(shellWords(option)).toEqual(['--map', map]);
    expect((await storedIn(service)).imports).toEqual([]);
    const taken = await folder.import([file, '--quiet', ...shellWords(option)]);
    expect({ code: taken.code, errors: taken.errors }).toEqual({ code: 0, errors: '' });
  });
});

test('the error for a missing column lists the existing names', async () => {
  const { error } = (await bulk(csv('Title', 'URL', 'Date'), 'csv')).json();
  expect(error).toBe(
    'The columns are "Title", "URL", "Date"; none of them is "uri". To use others, add map=uri=URL to the query. Nothing was stored.',
  );
  const members = (await bulk(JSON.stringify(items('name', 'href', 'date')), 'json')).json();
  expect(members.error).toBe(
    'The first item has the members "name", "href", "date"; none of the first 2 has "title" or "uri". To use others, add map=title=name,uri=href to the query. Nothing was stored.',
  );
});

test('the error for a missing column says what every row needs if no name is similar', async () => {
  const file = await folder.write('rows.csv', csv('title', 'url', 'notes'));
  const { errors } = await folder.import([file, '--quiet']);
  expect(errors).toContain(
    'none of them is "uri" or "date". "url" may be the uri, but no name looks like the date. Every row needs a title, a uri and a date; --map says which names they have, like uri=link,date=published. Nothing was stored.',
  );
});

test('the error for a map with an unknown name proposes existing names', async () => {
  const file = await folder.write('rows.csv', csv('name', 'url', 'published'));
  const { errors } = await folder.import([file, '--quiet', '--map', 'title=name,uri=lnk']);
  expect(errors).toContain(
    'none of them is "lnk" (the uri in the map) or "date". To use others, add --map title=name,uri=url,date=published to the command.',
  );
});

describe('missing members are judged over all items of a JSON list', () => {
  const withUri = (at: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({
      title: `Title ${n}`,
      ...(n === at && { uri: 'https://t.example/' }),
      date: '2014-03-08',
    }));

  test.each([
    ['the only one', withUri(-1, 1), 200],
    ['two without a uri', withUri(-1, 2), 400],
    ['the last of two with one', withUri(1, 2), 200],
    ['the 100th with one', withUri(99, 100), 200],
    ['the 101st with one', withUri(100, 30_000), 400],
    ['null for one', withUri(0, 3).map((each) => ({ ...each, uri: null })), 200],
  ])('%s', async (_what, list, status) => {
    for (const format of ['json', 'ndjson'] as const) {
      const body =
        format === 'json'
          ? JSON.stringify(list)
          : list.map((each) => JSON.stringify(each)).join('\n');
      const answer = await bulk(body, format);
      expect(answer.statusCode).toBe(status);
    }
  });

  test('rows that are not objects, or are cut off, count as having no members', async () => {
    expect((await bulk('a\nb\nc\n', 'ndjson')).json()).toMatchObject({ received: 3, rejected: 3 });
    expect((await bulk('[1,2]', 'json')).json()).toMatchObject({ received: 2, rejected: 2 });
    expect((await bulk('[{"a":1},{"a":2},', 'json')).json()).toMatchObject({
      code: 'COLUMN_MISSING',
    });
  });

  test('bulkImport is not refused for missing members', async () => {
    const list = [
      { title: 'A', date: '2014-03-08' },
      { title: 'B', date: '2014-03-08' },
    ];
    expect(await service.importItems(list)).toMatchObject({ received: 2, rejected: 2 });
  });

  test('millions of items without any member are refused early', async () => {
    const answer = await bulk(`[${'{},'.repeat(5_000_000)}{}]`, 'json');
    expect([answer.statusCode, answer.json().error]).toEqual([
      400,
      expect.stringMatching(/^The first item has no members; none of the first 100 has "title" or/),
    ]);
  });
});

test('rejected rows are returned with all columns', async () => {
  const file = await folder.write('rows.csv', 'title,uri,date\nA,/relative,2014-03-08\n');
  for (const rejects of ['rejects.csv', 'rejects.ndjson', 'rejects.json', 'rejects.tsv']) {
    await folder.import([file, '--rejects', folder.file(rejects), '--quiet']);
    const again = await folder.import([folder.file(rejects), '--map', 'uri=url', '--quiet']);
    expect({ code: again.code, errors: again.errors }).toEqual({ code: 2, errors: '' });
  }
});
