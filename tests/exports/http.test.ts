import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { send } from '../support/http.js';
import { item, type Service, startService } from '../support/service.js';

const title = '=1+1, "so"';
const stored = { title, uri: 'https://www.example.com/', date: '2014-03-08T00:00:00.000Z' };
const texts = {
  ndjson: `${JSON.stringify(stored)}\n`,
  csv: `title,uri,date\r\n"=1+1, ""so""",${stored.uri},${stored.date}\r\n`,
  json: `[\n${JSON.stringify(stored)}\n]\n`,
  html: `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><A HREF="${stored.uri}" ADD_DATE="1394236800">=1+1, &quot;so&quot;</A>
</DL><p>
`,
  atom: `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
<id>urn:uuid:…</id>
<title>Records</title>
<updated>…</updated>
<author><name>records-graphql</name></author>
<generator>records-graphql</generator>
<entry>
<id>urn:uuid:…</id>
<title>=1+1, &quot;so&quot;</title>
<link href="${stored.uri}"/>
<published>${stored.date}</published>
<updated>…</updated>
</entry>
</feed>
`,
  'json-feed': `{"version":"https://jsonfeed.org/version/1.1","title":"Records","authors":[{"name":"records-graphql"}],"items":[
{"id":"urn:uuid:…","url":"${stored.uri}","title":"=1+1, \\"so\\"","content_text":"","date_published":"${stored.date}"}
]}
`,
};

/** A text without what differs between two exports, and without ids. */
const lasting = (text: string) =>
  text.replace(/urn:uuid:[-0-9a-f]{36}/g, 'urn:uuid:…').replace(/<updated>[^<]*/g, '<updated>…');
const types = {
  ndjson: 'application/x-ndjson',
  csv: 'text/csv; charset=utf-8',
  json: 'application/json; charset=utf-8',
  html: 'text/html; charset=utf-8',
  atom: 'application/atom+xml; charset=utf-8',
  'json-feed': 'application/feed+json',
};

let service: Service;
let empty: Service;
beforeAll(async () => {
  service = await startService({ NODE_ENV: 'production', PERSISTED_OPERATIONS: 'only' });
  const { app } = service;
  await send(app, { method: 'POST', url: '/v1/bulk', payload: [item({ title })] });
  empty = await startService();
});
afterAll(() => Promise.all([service.stop(), empty.stop()]));

const get = (query: string, headers: Record<string, string> = {}) =>
  send(service.app, { url: `/v1/export${query}`, headers });

const formats = ['ndjson', 'csv', 'json', 'html', 'atom', 'json-feed'] as const;

describe.each(formats)('an export in %s', (format) => {
  test('has its content type and a file name', async () => {
    const answer = await get(`?format=${format}`);
    expect([answer.statusCode, lasting(answer.body)]).toEqual([200, texts[format]]);
    expect(answer.headers).toMatchObject({
      'content-type': types[format],
      'content-disposition': `attachment; filename="records.${format.replace('json-feed', 'json')}"`,
      'cache-control': 'no-store',
    });
    expect(answer.headers).not.toHaveProperty('content-encoding');
  });

  test('is chosen by the Accept header', async () => {
    const accept = types[format].split(';')[0] ?? '';
    const answer = await get('', { accept: `image/png, ${accept};q=0.9, */*;q=0.1` });
    expect(lasting(answer.body)).toBe(texts[format]);
    expect(answer.headers.vary).toContain('Accept');
  });

  test('is compressed for clients that accept it', async () => {
    const answer = await get(`?format=${format}`, { 'accept-encoding': 'br, gzip' });
    expect(answer.headers).toMatchObject({
      'content-encoding': 'gzip',
      vary: expect.stringContaining('Accept-Encoding'),
    });
    expect(lasting(gunzipSync(answer.rawPayload).toString())).toBe(texts[format]);
  });

  test('comes back by POST /v1/bulk as the record that is stored', async () => {
    const { rawPayload: payload } = await get(`?format=${format}`);
    const headers = { 'content-type': types[format] };
    const answer = await send(service.app, { method: 'POST', url: '/v1/bulk', payload, headers });
    expect(answer.json()).toMatchObject({ received: 1, duplicates: 1, rejected: 0 });
  });

  test('is complete without any records, too', async () => {
    const { body } = await send(empty.app, { url: `/v1/export?format=${format}` });
    const row = / {4}<DT>.*\n|<entry>\n(?:.*\n)*<\/entry>\n|(?<=items":\[\n)\{.*\}(?=\n)/;
    const ofRows = { ndjson: '', csv: 'title,uri,date\r\n', json: '[\n\n]\n' };
    const expected = { ...texts, ...ofRows }[format].replace(row, '');
    expect(lasting(body)).toBe(expected);
  });
});

test.each(['application/ndjson', 'application/jsonl', 'application/x-jsonlines'])(
  'lines of JSON can be requested as %s, and are sent with that type',
  async (type) => {
    const answer = await get('', { accept: `${type}, application/json;q=0.5` });
    expect([answer.body, answer.headers['content-type']]).toEqual([texts.ndjson, type]);
  },
);

test.each([
  ['a format in the address, whatever is accepted', '?format=csv', 'application/json', 'csv'],
  ['lines of JSON for who takes everything', '', '*/*', 'ndjson'],
  ['lines of JSON for an empty format', '?format=&safe=', '', 'ndjson'],
] as const)('%s', async (_what, query, accept, format) => {
  expect((await get(query, { accept })).body).toBe(texts[format]);
});

test('an export as safe CSV contains no formula', async () => {
  const { body } = await get('?format=csv&safe=true');
  expect(body).toBe(`title,uri,date\r\n"'=1+1, ""so""","${stored.uri}","${stored.date}"\r\n`);
  expect((await get('?format=csv&safe=false')).body).toBe(texts.csv);
});

describe('HEAD /v1/export', () => {
  test('returns the headers of GET and reads nothing', async () => {
    const { headers } = await get('?format=csv');
    service.statements();
    const answer = await send(service.app, { method: 'HEAD', url: '/v1/export?format=csv' });
    expect([answer.statusCode, answer.body]).toEqual([200, '']);
    for (const name of ['content-type', 'content-disposition', 'vary']) {
      expect(answer.headers[name]).toBe(headers[name]);
    }
    expect(answer.headers).not.toHaveProperty('content-length');
    expect(service.statements()).toEqual([]);
  });

  test('returns the errors of GET', async () => {
    const answer = await send(service.app, { method: 'HEAD', url: '/v1/export?after=never' });
    expect([answer.statusCode, answer.body]).toEqual([400, '']);
  });
});

describe('an export is refused', () => {
  test.each([
    ['contain=x', 'ARGUMENT_INVALID', 'contain', /unknown; allowed: after, before, contains/],
    ['first=5', 'ARGUMENT_INVALID', 'first', /unknown/],
    ['uri=a&uri=b', 'ARGUMENT_INVALID', 'uri', /more than once/],
    ['after=2014', 'DATE_INVALID', 'after', /parameter "after".*"2014" is not a date/],
    ['before=2014-02-30', 'DATE_INVALID', 'before', /parameter "before".*"2014-02-30"/],
    [
      `contains=${'x'.repeat(1001)}`,
      'ARGUMENT_INVALID',
      'contains',
      /^The parameter "contains" has 1001/,
    ],
    [
      'format=xml',
      'ARGUMENT_INVALID',
      'format',
      /is "xml"; it must be one of ndjson, csv, json, html, atom, json-feed/,
    ],
    ['format=toString', 'ARGUMENT_INVALID', 'format', /is "toString"/],
    ['format=csv&safe=yes', 'ARGUMENT_INVALID', 'safe', /is "yes"; it must be true or false/],
    [
      'safe=true',
      'ARGUMENT_INVALID',
      'safe',
      /applies to CSV only; the requested format is ndjson/,
    ],
  ])('for %s', async (query, code, argument, sentence) => {
    const answer = await get(`?${query}`);
    expect(answer.statusCode).toBe(400);
    expect(answer.headers).not.toHaveProperty('content-disposition');
    expect(answer.json()).toEqual({
      ok: false,
      error: expect.stringMatching(sentence),
      code,
      argument,
    });
  });

  test('if the client accepts none of the formats', async () => {
    const answer = await get('', { accept: 'image/png' });
    expect(answer.statusCode).toBe(406);
    expect(answer.json()).toMatchObject({ ok: false, code: 'NOT_ACCEPTABLE' });
  });

  test('with another method', async () => {
    const answer = await send(service.app, { method: 'POST', url: '/v1/export' });
    expect([answer.statusCode, answer.headers.allow]).toEqual([405, 'GET, HEAD']);
  });
});
