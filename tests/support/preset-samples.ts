// cspell:ignore instapaper toread linkding shaarli shorturl wallabag karakeep readwise zotero airtable firestore gdelt
const [title, uri, date, unix] = [
  'A walk & more',
  'https://p.example/1?a=1&b=2',
  '2014-03-08T15:01:02Z',
  '1394290862',
];

/** The record that is in each of the files below. */
export const sampleRecord = { title, uri, date: '2014-03-08T15:01:02.000Z' };

const escaped = uri.replaceAll('&', '&amp;');
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
  raindrop: `id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,${title},,"two\nlines",${uri},Unsorted,"a, b",${date},,,false\n`,
  linkding: JSON.stringify({
    count: 1,
    results: [{ id: 1, url: uri, title: '', website_title: title, date_added: date }],
  }),
  shaarli: list({ id: 1, url: uri, shorturl: 'a', title, created: '2014-03-08T15:01:02+00:00' }),
  wallabag: list({ is_archived: 0, id: 1, title, url: uri, created_at: date }),
  omnivore: list({ id: 'a', slug: 'a', title, url: uri, state: 'Active', savedAt: date }),
  karakeep: JSON.stringify({
    bookmarks: [{ createdAt: Number(unix), title, content: { type: 'link', url: uri } }],
    lists: [],
  }),
  readwise: `Title,URL,ID,Document tags,Saved date,Reading progress,Location\n${title},${uri},1,,${date},0,later\n`,
  zotero: `\ufeff"Key","Item Type","Title","Url","Date","Date Added"\n"A","webpage","${title}","${uri}","2014","2014-03-08 15:01:02"\n`,
  'hacker-news': JSON.stringify({
    hits: [{ objectID: '1', title, url: uri, created_at: date, _tags: ['story'] }],
    nbHits: 1,
  }),
  reddit: JSON.stringify({
    kind: 'Listing',
    data: { children: [{ kind: 't3', data: { title, url: uri, created_utc: Number(unix) } }] },
  }),
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
  gdelt: `${Array.from({ length: 59 }, (_, at) => at).join('\t')}\t20140308150102\t${uri}\n`,
};
