import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { type ImportFolder, importFolder } from '../../support/importing.js';
import { type Service, startService } from '../../support/service.js';
import { upload } from '../../support/upload.js';

let service: Service;
let address: string;
let folder: ImportFolder;
beforeAll(async () => {
  folder = await importFolder();
  service = await startService({ DATABASE_URL: `sqlite:${folder.file('records.db')}` });
  address = await service.app.listen();
});
afterAll(async () => {
  await service.stop();
  await folder.remove();
});

const at = '2014-03-08T15:01:02.000Z';
const day = '2014-03-08T00:00:00.000Z';
const uri = (name: string) => `https://t.example/${name.replaceAll(' ', '-')}`;
const csv = (name: string, date: string) => `title,uri,date\nCafé,${uri(name)},${date}\n`;
const latin = (name: string) => Buffer.from(csv(name, day), 'latin1');
const feed = (name: string, encoding: string) =>
  `<?xml version="1.0" encoding="${encoding}"?><rss><channel><item><title>Café</title><link>${uri(name)}</link><pubDate>${day}</pubDate></item></channel></rss>`;

test.each<[string, string, (name: string) => Buffer | string, query?: string]>([
  ['a charset', 'text/csv; charset=windows-1252', latin],
  ['a quoted charset', 'text/csv; charset="ISO-8859-1"', latin],
  ['the encoding of the query', 'text/csv; charset=utf-16', latin, '&encoding=windows-1252'],
  [
    'a byte order mark before the charset',
    'text/csv; charset=windows-1252',
    (name) => `\ufeff${csv(name, day)}`,
  ],
  [
    'a charset before what XML declares',
    'application/rss+xml; charset=utf-8',
    (name) => feed(name, 'iso-8859-1'),
  ],
  [
    'what XML declares',
    'application/rss+xml',
    (name) => Buffer.from(feed(name, 'iso-8859-1'), 'latin1'),
  ],
  [
    'what HTML declares',
    'text/html',
    (name) =>
      Buffer.from(
        `<!DOCTYPE NETSCAPE-Bookmark-file-1><META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=windows-1252"><DT><A HREF="${uri(name)}" ADD_DATE="1394236800">Café</A>`,
        'latin1',
      ),
  ],
])('POST /v1/bulk takes the encoding from %s', async (what, type, write, query = '') => {
  const body = write(what);
  const sent = { 'content-type': type };
  const { json } = await upload(address, body, sent, `?preview=1${query}`);
  expect(json.preview).toMatchObject([{ stored: { title: 'Café', date: day } }]);
});

test.each([
  [
    'text/csv; charset=latin-99',
    /^The charset of the Content-Type is "latin-99", which is unknown; /,
  ],
  ['application/json; charset=windows-1252', /body is "windows-1252"; expected UTF-8\./],
])('a body of the type %s is refused before anything is read', async (type, message) => {
  const { status, json } = await upload(address, csv('x', day), { 'content-type': type }, '');
  expect([status, json.code]).toEqual([415, 'UNSUPPORTED_MEDIA_TYPE']);
  expect(json.error).toMatch(message);
});

test('a preview shows the dates of a preset as they came, and ends as an import of these rows would', async () => {
  const head = 'title,url,time_added,tags,status';
  const good = `A,https://t.example/pocket,1394290862,,unread`;
  const file = await folder.write('pocket.csv', `${head}\n${good}\nB,,0,,unread\n`);
  const first = await folder.import([file, '--preview', '1']);
  expect(first).toMatchObject({ code: 0, errors: '' });
  expect(first.printed).toMatch(/date {2}1394290862 .*date {2}2014-03-08T15:01:02\.000Z/);
  const both = await folder.import([file, '--preview', '2', '--quiet']);
  expect(both).toMatchObject({ code: 2, errors: '' });
  expect(both.printed).toContain('URI_MISSING');
  const body = `${head}\n${good}\n`;
  const { json } = await upload(address, body, { 'content-type': 'text/csv' }, '?preview=1');
  expect(json.preview).toMatchObject([{ received: { date: '1394290862' }, stored: { date: at } }]);
});

test('a day without a time is the same day in any zone', async () => {
  const type = { 'content-type': 'text/csv' };
  for (const zone of ['America/Los_Angeles', 'Pacific/Auckland']) {
    const query = `?preview=1&timeZone=${zone}`;
    const { json } = await upload(address, csv('zone', '2014-03-08'), type, query);
    expect(json.preview).toMatchObject([{ stored: { date: day } }]);
  }
});
