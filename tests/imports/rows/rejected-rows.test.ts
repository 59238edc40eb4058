import { describe, expect, test } from '@jest/globals';
import type { RowFormat } from '../../../src/formats/file-format.js';
import { normaliseRecord } from '../../../src/imports/normalise/normalise-record.js';
import { parseColumnMap } from '../../../src/imports/rows/column-map.js';
import { formatRejectedRows } from '../../../src/imports/rows/format-rejected-rows.js';
import { faultsIn, rowsOf } from '../../support/rows.js';

const map = parseColumnMap('title=name,uri=link,date=when');

/** The rejected rows of an input, as `--rejects` writes them. */
async function rejectsOf(input: string, format: RowFormat, to: RowFormat) {
  const { items } = await rowsOf(input, { format, map });
  const rejected = items.flatMap((item, index) => {
    const outcome = normaliseRecord(item);
    return 'reasons' in outcome ? [{ index, item, reasons: outcome.reasons }] : [];
  });
  async function* pages() {
    yield rejected;
  }
  let text = '';
  for await (const part of formatRejectedRows(pages(), to)) text += part;
  return text;
}

const ndjson = [
  '{"name":"One","link":"/relative","when":"2014-03-08"}',
  '{"title":"Two","url":"https://example.com/2"}',
  '{"name":"Three" "link":"https://example.com/3"}',
  '[4]',
  '{"name":["Five"],"link":"https://example.com/5","when":"2014-03-08"}',
  '{"when":"05/06/2014"}',
  '{}',
].join('\n');
const csv = 'name,link,when\n"One",/relative,2014-03-08\n2" disk,u,d\n3,u,d,e\n,,\n';

describe.each<[RowFormat, RowFormat, string]>([
  ['ndjson', 'ndjson', `${ndjson}\n`],
  ['ndjson', 'csv', `${ndjson}\n`],
  ['csv', 'csv', csv],
  ['csv', 'ndjson', csv],
])('rejected rows of %s, written as %s,', (format, to, input) => {
  test('can be imported again and again without loss', async () => {
    const rejects = await rejectsOf(input, format, to);
    const { items } = await rowsOf(rejects, { format: to, map });
    const before = await rowsOf(input, { format, map });
    const kept = ({ title, uri, date, raw }: (typeof items)[number]) =>
      [title, uri, date, raw].map((text) => text || null);
    expect(items.map(kept)).toEqual(before.items.map(kept));
    const again = await rejectsOf(rejects, to, to);
    expect((await rowsOf(again, { format: to, map })).items.map(kept)).toEqual(items.map(kept));
  });

  test('have the lines of the file read last', async () => {
    const rejects = await rejectsOf(`\n\n${input}`, format, to);
    const { items } = await rowsOf(rejects, { format: to, map });
    const first = to === 'csv' ? 2 : 1;
    expect(items[0]).toMatchObject({ title: 'One', uri: '/relative', line: first });
  });
});

describe.each<[string, RowFormat, (raw: string, title?: string) => string]>([
  [
    'a list of JSON or NDJSON',
    'ndjson',
    (raw, title = '') =>
      `{"title":${(title && JSON.stringify(title)) || null},"uri":null,"date":"","line":7,"raw":${JSON.stringify(raw)},"reasons":[]}\n`,
  ],
  [
    'CSV',
    'csv',
    (raw, title = '') =>
      `title,uri,date,line,codes,messages,raw\n${title},,,7,A,b,"${raw.replaceAll('"', '""')}"\n`,
  ],
])('a row of %s that has only a raw text', (_what, format, write) => {
  const line = format === 'csv' ? 2 : 1;
  const read = (raw: string, title?: string) => rowsOf(write(raw, title), { format, map });

  test('is read from that text, under the names in the map, once it is an object', async () => {
    const { items } = await read('{"name":"T","link":"U","when":1.50}');
    expect(items).toEqual([{ title: 'T', uri: 'U', date: '1.50', line }]);
  });

  test.each(['{"name":"5" disk"}', 'a,b,c,d', '[{"name":"T"}]', '7', '"{}"', '…'])(
    'is kept where it is none: %s',
    async (raw) => {
      const result = await read(raw);
      expect(result.items).toMatchObject([{ raw, line, fault: { code: 'ROW_UNREADABLE' } }]);
      expect(faultsIn(result)).toEqual([
        `${line}: The row on line ${line} was rejected before because no item could be read from its "raw", and its title, uri and date are empty; fill them in, or turn "raw" into a JSON object.`,
      ]);
    },
  );

  test('is kept if the object has no field, or one that is not a string', async () => {
    for (const raw of ['{"url":"U"}', '{"name":{}}']) {
      expect((await read(raw)).items).toMatchObject([{ raw, line }]);
    }
  });

  test('is kept if that text holds another such row', async () => {
    const raw = JSON.stringify({
      title: null,
      uri: null,
      date: null,
      reasons: [],
      raw: '{"name":"T"}',
    });
    expect((await read(raw)).items).toMatchObject([
      { raw, line, fault: { code: 'ROW_UNREADABLE' } },
    ]);
  });

  test('is ignored once a title is filled in', async () => {
    const { items } = await read('{"name":"T"}', 'Filled');
    expect(items).toMatchObject([{ title: 'Filled', line }]);
    expect(items[0]).not.toHaveProperty('raw');
  });

  test('is a row without fields if that text is blank', async () => {
    const { items } = await read(' \t');
    expect(items[0]).not.toHaveProperty('raw');
  });
});

describe('a map applies only to rows that are not returned rejected ones', () => {
  test('in JSON, where they are mixed', async () => {
    const rows = [
      { name: 'A', reasons: ['a text of somebody'], title: 'x' },
      { title: 'B', uri: null, date: null, name: 'x', reasons: [{ code: 'URI_MISSING' }] },
      { title: 'x', uri: 'x', date: 'x', name: 'C', reasons: 'no list' },
    ];
    const { items } = await rowsOf(JSON.stringify(rows), { format: 'json', map });
    expect(items.map(({ title }) => title)).toEqual(['A', 'B', 'C']);
  });

  test.each([
    ['with all of their columns', 'Title,uri,date,codes,Messages,name,link,when', 'T'],
    ['without their codes', 'title,uri,date,code,messages,name,link,when', 'N'],
  ])('in CSV, %s', async (_how, header, title) => {
    const { items } = await rowsOf(`${header}\nT,U,D,A,b,N,L,W\n`, { format: 'csv', map });
    expect(items).toMatchObject([{ title }]);
  });
});
