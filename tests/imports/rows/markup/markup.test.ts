import { expect, test } from '@jest/globals';
import { rowsOf } from '../../../support/rows.js';

const feed = (items: string, start = '<?xml version="1.0"?>') =>
  `${start}\n<rss version="2.0"><channel>\n${items}</channel></rss>\n`;
const item = (title: string, n = 1) =>
  `<item><title>${title}</title><link>https://p.example/${n}</link><pubDate>2014-03-08</pubDate></item>\n`;

test('items of XML have the line on which their element begins', async () => {
  const { items } = await rowsOf(feed(item('A') + item('B', 2)), {});
  expect(items.map(({ title, line }) => [title, line])).toEqual([
    ['A', 3],
    ['B', 4],
  ]);
});

test('entities that a document declares are not expanded, and nothing outside is read', async () => {
  const title = 'A &lol; &amp; &#66; &nbsp;';
  const doctype = '<!DOCTYPE rss SYSTEM "file:///etc/passwd">';
  const { items } = await rowsOf(feed(item(title), `<?xml version="1.0"?>${doctype}`), {});
  expect(items[0]?.title).toBe('A &lol; & B &nbsp;');
  const bomb = '<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY lol "lol">]>';
  expect((await rowsOf(feed(item(title), bomb), {})).error).toMatch(/^The input is XML; /);
});

test('XML that is cut off keeps the items before that place', async () => {
  const text = feed(item('A') + item('B', 2));
  const cut = text.slice(0, text.indexOf('B'));
  const { items, error } = await rowsOf(cut, {});
  expect(items.map(({ title }) => title)).toEqual(['A']);
  expect(error).toBe(
    `The input is cut off: it ends at byte ${Buffer.byteLength(cut)} inside an element.`,
  );
});

test('markup in the encoding that it declares is read in it', async () => {
  const start = '<?xml version="1.0" encoding="ISO-8859-1"?>';
  const { items } = await rowsOf(Buffer.from(feed(item('Café'), start), 'latin1'), {});
  expect(items[0]?.title).toBe('Café');
});

test('an item with bytes that are not UTF-8 is rejected, and the others are read', async () => {
  const bytes = Buffer.concat([
    Buffer.from('<?xml version="1.0"?><rss><channel>'),
    Buffer.from(item('Café'), 'latin1'),
    Buffer.from(item('Genuine \ufffd', 2)),
    Buffer.from('</channel></rss>'),
  ]);
  const { items } = await rowsOf(bytes, {});
  expect(items.map(({ title, fault }) => fault?.code ?? title)).toEqual([
    'ROW_UNREADABLE',
    'Genuine \ufffd',
  ]);
});

test('elements inside too many others are refused before they fill the memory', async () => {
  const { error } = await rowsOf(feed(`<item>${'<a>'.repeat(2000)}`), {});
  expect(error).toBe(
    'The element on line 3 is inside 1000 others, the maximum; is an element not closed?',
  );
});

test('a tag that never ends is refused before it fills the memory', async () => {
  async function* endless() {
    yield Buffer.from('<rss><channel><item title="');
    for (;;) yield Buffer.alloc(1 << 20, 'x');
  }
  expect((await rowsOf(endless(), {})).error).toMatch(
    /^The input has a tag or a comment of more than 16777216 characters, the maximum, which begins on line 1\.$/,
  );
});

test('folders of bookmarks are not items, nor is a link without an address', async () => {
  const text =
    '<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p><DT><H3 ADD_DATE="1">F</H3><DL><p>\n<DT><A NAME="x">no</A>\n<DT><A HREF="https://p.example/1" ADD_DATE="1394290862">A\n walk</A>\n</DL></DL>';
  const { items } = await rowsOf(text, {});
  expect(items).toMatchObject([{ title: 'A\n walk', uri: 'https://p.example/1', line: 4 }]);
});

test.each([
  [
    'an OPML outline',
    '<opml version="1.0"><body><outline text="A" xmlUrl="https://p.example/feed"/></body></opml>',
    /^The OPML outline has no dates of its items /,
  ],
  [
    'a bookmark file',
    '<!DOCTYPE NETSCAPE-Bookmark-file-1><DL><DT><A HREF="https://p.example/1">A</A></DL>',
    /^The bookmark file has no dates /,
  ],
  [
    'an index of sitemaps',
    '<?xml version="1.0"?><sitemapindex><sitemap><loc>https://p.example/1.xml</loc></sitemap></sitemapindex>',
    /^The input is an index of sitemaps, which has no pages itself; import the sitemaps that it lists\.$/,
  ],
])('%s without dates or pages is refused with a sentence', async (_, text, error) => {
  expect(await rowsOf(text, {})).toMatchObject({ items: [], error: expect.stringMatching(error) });
});
