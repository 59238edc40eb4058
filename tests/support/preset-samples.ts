// cspell:ignore instapaper toread linkding shaarli shorturl wallabag karakeep readwise zotero airtable firestore gdelt cdxj urlkey udiv annos warc numarts cameoeventids
const [title, uri, date, unix] = [
  'A walk & more',
  'https://p.example/1?a=1&b=2',
  '2014-03-08T15:01:02Z',
  '1394290862',
];

/** The record that is in the files below, see {@link recordIn}. */
const sampleRecord = { title, uri, date: '2014-03-08T15:01:02.000Z' };

const escaped = uri.replaceAll('&', '&amp;');
const webkit = '13038764462000000';
const folder = { type: 'text/x-moz-place-container', title: 'Folder', dateAdded: 1 };
/** A row of a table of GDELT, whose other cells do not matter. */
const cells = (count: number, given: Readonly<Record<number, string>>) =>
  `${Array.from({ length: count }, (_, at) => given[at + 1] ?? 'x').join('\t')}\n`;
const event = { 1: '1000', 2: '20140308', 3: '201403', 4: '2014', 5: '2014.1836' };

const list = (...items: readonly object[]) => JSON.stringify(items);

/** A file for each preset: what its program writes, with one item. */
export const presetSamples: Readonly<Record<string, string>> = {
  netscape: `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
    <DT><H3 ADD_DATE="1394290800" PERSONAL_TOOLBAR_FOLDER="true">Folder</H3>
    <DL><p>
        <DT><A HREF="${escaped}" ADD_DATE="${unix}" ICON="data:image/png;base64,AA==">A walk &amp; <b>more</b></A>
        <DD>A description
    </DL><p>
</DL><p>
`,
  'pocket-html': `<!DOCTYPE html>
<html><head><title>Pocket Export</title></head><body><h1>Unread</h1><ul>
<li><a href="${escaped}" time_added="${unix}" tags="">A walk &amp; more</a></li>
</ul></body></html>
`,
  rss: `<?xml version="1.0" encoding="UTF-8"?>
<!-- of a weblog -->
<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/"><channel><title>Feed</title>
<link>https://p.example/</link><pubDate>Sun, 09 Mar 2014 00:00:00 GMT</pubDate>
<item><media:group><media:title>Other</media:title></media:group>
<title><![CDATA[A walk & more]]></title><link>${escaped}</link>
<description>&lt;p&gt;Text&lt;/p&gt;</description>
<pubDate>Sat, 08 Mar 2014 15:01:02 GMT</pubDate></item></channel></rss>
`,
  rdf: `<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/">
<channel><title>Feed</title><items><rdf:Seq><rdf:li resource="${escaped}"/></rdf:Seq></items></channel>
<item rdf:about="${escaped}"><title>A walk &amp; more</title><dc:date>${date}</dc:date></item>
</rdf:RDF>
`,
  atom: `<?xml version="1.0" encoding="utf-8"?>
<feed xmlns="http://www.w3.org/2005/Atom"><title>Feed</title><updated>2015-01-01T00:00:00Z</updated>
<entry><source><title>Other</title></source><link rel="enclosure" href="https://p.example/a.mp3"/>
<link href="${escaped}"/><title type="html">A &lt;b&gt;walk&lt;/b&gt; &amp;amp; more</title>
<updated>2015-01-01T00:00:00Z</updated><published>${date}</published></entry></feed>
`,
  sitemap: `<?xml version="1.0" encoding="UTF-8"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9"><url><loc>${escaped}</loc>
<lastmod>2015-01-01</lastmod><news:news><news:publication_date>${date}</news:publication_date>
<news:title>A walk &amp; more</news:title></news:news></url></urlset>
`,
  opml: `<?xml version="1.0"?>
<opml version="2.0"><body><outline text="Folder"><outline text="A walk &amp; more" type="link"
 created="Sat, 08 Mar 2014 15:01:02 GMT" url="${escaped}"/></outline></body></opml>
`,
  'json-feed': JSON.stringify({
    version: 'https://jsonfeed.org/version/1.1',
    title: 'Feed',
    items: [{ id: uri, url: uri, title, date_published: date }],
  }),
  pocket: `title,url,time_added,tags,status\n${title},${uri},${unix},a|b,unread\n`,
  instapaper: `URL,Title,Selection,Folder,Timestamp,Tags\n${uri},${title},,Unread,${unix},[]\n`,
  pinboard: list({ href: uri, description: title, extended: '', time: date, toread: 'no' }),
  'pinboard-xml': `<?xml version="1.0" encoding="UTF-8"?><posts user="a">
<post href="${escaped}" time="${date}" description="A walk &amp; more" extended="" tag="a b" hash="0"/></posts>
`,
  raindrop: `id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,${title},,"two\nlines",${uri},Unsorted,"a, b",${date},,,false\n`,
  linkding: JSON.stringify({
    count: 1,
    results: [{ id: 1, url: uri, title: '', website_title: title, date_added: date }],
  }),
  shaarli: list({ id: 1, url: uri, shorturl: 'a', title, created: '2014-03-08T15:01:02+00:00' }),
  wallabag: list({ is_archived: 0, id: 1, title, url: uri, created_at: date }),
  'wallabag-csv': `Title;URL;Content;Tags;"MIME Type";Language;"Creation date"\n"${title}";${uri};"<p>a; b</p>";"a, b";text/html;en;"08/03/2014 03:01:02"\n`,
  omnivore: list({ id: 'a', slug: 'a', title, url: uri, state: 'Active', savedAt: date }),
  karakeep: JSON.stringify({
    bookmarks: [{ createdAt: Number(unix), title, content: { type: 'link', url: uri } }],
    lists: [],
  }),
  readwise: `Title,URL,ID,Document tags,Saved date,Reading progress,Location\n${title},${uri},1,,${date},0,later\n`,
  'readwise-api': JSON.stringify({
    count: 1,
    nextPageCursor: null,
    results: [
      {
        id: '1',
        url: 'https://read.readwise.io/read/1',
        title,
        source_url: uri,
        created_at: date,
        saved_at: date,
        reading_progress: 0,
      },
    ],
  }),
  zotero: `\ufeff"Key","Item Type","Title","Url","Date","Date Added"\n"A","webpage","${title}","${uri}","2014","2014-03-08 15:01:02"\n`,
  'zotero-json': list({
    key: 'A',
    version: 1,
    data: { key: 'A', itemType: 'webpage', title, url: uri, dateAdded: date },
  }),
  'csl-json': list({
    id: 'a',
    type: 'webpage',
    title,
    URL: uri,
    accessed: { 'date-parts': [['2014', 3, 8]] },
    issued: { 'date-parts': [[2013]] },
  }),
  'hacker-news': JSON.stringify({
    hits: [{ objectID: '1', title, url: uri, created_at: date, _tags: ['story'] }],
    nbHits: 1,
  }),
  reddit: JSON.stringify({
    kind: 'Listing',
    data: { children: [{ kind: 't3', data: { title, url: uri, created_utc: Number(unix) } }] },
  }),
  'reddit-csv': `id,permalink,date,ip,subreddit,gildings,title,url,body\n1,https://p.example/r/1,2014-03-08 15:01:02 UTC,,pics,0,${title},${uri},\n`,
  airtable: JSON.stringify({
    records: [{ id: 'rec1', createdTime: date, fields: { Title: title, URL: uri } }],
  }),
  directus: JSON.stringify({
    data: [{ id: 1, status: 'published', title, url: uri, date_created: date }],
  }),
  mongodb: `{"_id":{"$oid":"54"},"title":"${title}","uri":"${uri}","date":{"$date":{"$numberLong":"${unix}000"}}}\n`,
  firestore: JSON.stringify({
    documents: [
      {
        name: 'projects/p/databases/(default)/documents/links/1',
        fields: { title: { stringValue: title }, url: { stringValue: uri } },
        createTime: date,
      },
    ],
  }),
  firefox: JSON.stringify({
    ...folder,
    guid: 'root________',
    root: 'placesRoot',
    children: [
      {
        ...folder,
        children: [
          {
            title,
            annos: [{ name: 'a', value: '}]', children: [{ uri: 'https://p.example/no' }] }],
            dateAdded: Number(unix) * 1_000_000,
            type: 'text/x-moz-place',
            uri,
          },
          { type: 'text/x-moz-place-separator', title: '', dateAdded: 2 },
          { type: 'text/x-moz-place', title: 'Recent', uri: 'place:sort=8', dateAdded: 3 },
        ],
      },
      folder,
    ],
  }),
  chrome: JSON.stringify(
    {
      checksum: '0',
      roots: {
        bookmark_bar: {
          children: [
            { children: [], date_added: webkit, name: 'Folder', type: 'folder' },
            { date_added: webkit, meta_info: { a: '' }, name: title, type: 'url', url: uri },
          ],
          name: 'Bookmarks bar',
          type: 'folder',
        },
        other: { children: [], name: 'Other bookmarks', type: 'folder' },
      },
      sync_metadata: 'CgA=',
      version: 1,
    },
    null,
    3,
  ),
  cdx: ` CDX N b a m s k r M S V g\nexample,p)/1?a=1&b=2 20140308150102 ${uri} text/html 200 G7HR - - 1242 784 a.warc.gz\n`,
  'cdx-lines': `example,p)/1?a=1&b=2 20140308150102 ${uri} text/html 200 G7HR 1242\n`,
  cdxj: `!OpenWayback-CDXJ 1.0\nexample,p)/1?a={1}&b=2 20140308150102 {"url": "${uri}", "mime": "text/html", "status": "200"}\n`,
  wayback: `[["urlkey","timestamp","original","mimetype","statuscode","digest","length"],\n["example,p)/1","20140308150102","${uri}","text/html","200","G7HR","1242"]]\n`,
  gdelt: cells(61, { ...event, 60: '20140308150102', 61: uri }),
  'gdelt-1': cells(58, { ...event, 57: '20140308', 58: uri }),
  'gdelt-mentions': cells(16, { 1: '1', 2: '20140308150000', 3: '20140308150102', 4: '1', 6: uri }),
  'gdelt-gkg': cells(27, {
    ...{ 1: '20140308150102-T1', 2: '20140308150102', 3: '1', 5: uri, 6: 'A "quote, b' },
    27: '<PAGE_LINKS>https://p.example/</PAGE_LINKS><PAGE_TITLE>A walk &amp; more</PAGE_TITLE>',
  }),
  'gdelt-gkg-1': `DATE\tNUMARTS\tCOUNTS\tTHEMES\tLOCATIONS\tPERSONS\tORGANIZATIONS\tTONE\tCAMEOEVENTIDS\tSOURCES\tSOURCEURLS\n20140308\t2${'\t'.repeat(8)}a;b\t${uri}<UDIV>https://p.example/2\n`,
};

// Tables of archives and of events have no titles: their records are called by their uris.
const untitled = /^(?:cdx|wayback|gdelt(?!-gkg$))/;
const daily = /^(?:wallabag-csv|csl-json|gdelt(?:-gkg)?-1)$/;

/** The record that is in the file of a preset: some files have no titles, or no times. */
export const recordIn = (name: string): typeof sampleRecord => ({
  ...sampleRecord,
  ...(untitled.test(name) ? { title: uri } : {}),
  ...(daily.test(name) ? { date: '2014-03-08T00:00:00.000Z' } : {}),
});
