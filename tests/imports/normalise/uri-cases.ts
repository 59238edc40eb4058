/** A uri as received, and the uri that is stored, or the code with which it is refused and what it says. */
export interface UriCase {
  readonly id: string;
  readonly rule: 'MUST' | 'SHOULD';
  readonly received: string | null | undefined;
  readonly outcome:
    | { readonly stored: string }
    | { readonly code: string; readonly message?: string };
}

const stored = (uri: string) => ({ stored: uri });
const missing = { code: 'URI_MISSING' };
const relative = { code: 'URI_RELATIVE' };
const unsupported = { code: 'URI_SCHEME_UNSUPPORTED' };
const invalid = { code: 'URI_INVALID' };
const twoLinks = { code: 'URI_INVALID', message: 'contains two links' };
const tooLong = { code: 'URI_TOO_LONG' };

const site = 'https://example.com/';
const filled = (length: number) => site + 'a'.repeat(length - site.length);
const label = 'a'.repeat(63);

/** The rules for uris. A new case is a new line. */
export const uriCases: readonly UriCase[] = [
  {
    id: 'U01',
    rule: 'MUST',
    received: 'HTTP://EXAMPLE.COM/Path?Q#F',
    outcome: stored('http://example.com/Path?Q#F'),
  },
  { id: 'U02', rule: 'MUST', received: 'https://example.com', outcome: stored(site) },
  { id: 'U03', rule: 'MUST', received: 'https://example.com:443/', outcome: stored(site) },
  {
    id: 'U04',
    rule: 'MUST',
    received: 'http://example.com:80/',
    outcome: stored('http://example.com/'),
  },
  {
    id: 'U05',
    rule: 'MUST',
    received: 'https://example.com:80/',
    outcome: stored('https://example.com:80/'),
  },
  {
    id: 'U06',
    rule: 'MUST',
    received: 'https://example.com/a/./b/../c',
    outcome: stored(`${site}a/c`),
  },
  {
    id: 'U07',
    rule: 'MUST',
    received: 'https://example.com/a/%2e%2E/b',
    outcome: stored(`${site}b`),
  },
  {
    id: 'U08',
    rule: 'MUST',
    received: 'ht\ntps://exam\tple.com/a\r\nb',
    outcome: stored(`${site}ab`),
  },
  { id: 'U09', rule: 'MUST', received: 'https:\\\\example.com\\a', outcome: stored(`${site}a`) },
  {
    id: 'U10',
    rule: 'MUST',
    received: ' \u0000https://example.com/a b\u0000 ',
    outcome: stored(`${site}a%20b`),
  },
  {
    id: 'U11',
    rule: 'SHOULD',
    received: '\u00a0https://example.com/a\u00a0',
    outcome: stored(`${site}a`),
  },
  {
    id: 'U12',
    rule: 'SHOULD',
    received: '\ufeffhttps://example.com/a\u00a0\u0000',
    outcome: stored(`${site}a`),
  },
  {
    id: 'U13',
    rule: 'MUST',
    received: 'https://MÜNCHEN.de/',
    outcome: stored('https://xn--mnchen-3ya.de/'),
  },
  {
    id: 'U14',
    rule: 'MUST',
    received: 'http://[2001:DB8:0:0:0:0:0:1]:8080/',
    outcome: stored('http://[2001:db8::1]:8080/'),
  },
  { id: 'U15', rule: 'MUST', received: 'http://0x7f.1/', outcome: stored('http://127.0.0.1/') },
  {
    id: 'U16',
    rule: 'MUST',
    received: 'https://user:pass@example.com/',
    outcome: stored('https://user:pass@example.com/'),
  },
  {
    id: 'U17',
    rule: 'MUST',
    received: 'http:/example.com/x',
    outcome: stored('http://example.com/x'),
  },
  { id: 'U18', rule: 'MUST', received: 'http:example.com', outcome: stored('http://example.com/') },
  {
    id: 'U19',
    rule: 'MUST',
    received: 'https://example.com/é?q=ü#ß',
    outcome: stored(`${site}%C3%A9?q=%C3%BC#%C3%9F`),
  },
  { id: 'U20', rule: 'MUST', received: 'https://example.com/%zz', outcome: stored(`${site}%zz`) },
  {
    id: 'U21',
    rule: 'MUST',
    received: 'https://example.com/\ud800',
    outcome: stored(`${site}%EF%BF%BD`),
  },
  {
    id: 'U22',
    rule: 'MUST',
    received: 'https://example.com/a\u0000b',
    outcome: stored(`${site}a%00b`),
  },
  {
    id: 'U23',
    rule: 'MUST',
    received: 'https://example.com/\u00a0?\u00a0x',
    outcome: stored(`${site}%C2%A0?%C2%A0x`),
  },

  { id: 'U30', rule: 'MUST', received: '/a', outcome: relative },
  { id: 'U31', rule: 'MUST', received: '//host/a', outcome: relative },
  { id: 'U32', rule: 'MUST', received: 'a.html', outcome: relative },
  { id: 'U33', rule: 'MUST', received: '?q', outcome: relative },
  { id: 'U34', rule: 'MUST', received: '#f', outcome: relative },
  { id: 'U35', rule: 'MUST', received: 'www.example.com/a', outcome: relative },
  { id: 'U36', rule: 'MUST', received: '\\\\host\\a', outcome: relative },
  { id: 'U37', rule: 'MUST', received: '://example.com/', outcome: relative },
  { id: 'U38', rule: 'MUST', received: 'see https://example.com/', outcome: relative },

  { id: 'U40', rule: 'MUST', received: 'file:///etc/passwd', outcome: unsupported },
  { id: 'U41', rule: 'MUST', received: 'ftp://example.com/', outcome: unsupported },
  { id: 'U42', rule: 'MUST', received: ' java\tscript:alert(1)', outcome: unsupported },
  { id: 'U43', rule: 'MUST', received: 'mailto:a@example.com', outcome: unsupported },
  { id: 'U44', rule: 'MUST', received: 'data:text/html,x', outcome: unsupported },
  { id: 'U45', rule: 'MUST', received: 'example.com:8080/a', outcome: unsupported },
  { id: 'U46', rule: 'MUST', received: 'C:\\a', outcome: unsupported },
  { id: 'U47', rule: 'MUST', received: 'httpss://example.com/', outcome: unsupported },

  { id: 'U50', rule: 'MUST', received: 'http://', outcome: invalid },
  { id: 'U51', rule: 'MUST', received: 'http:', outcome: invalid },
  { id: 'U52', rule: 'MUST', received: 'http://[::1', outcome: invalid },
  { id: 'U53', rule: 'MUST', received: 'http://a b/', outcome: invalid },
  { id: 'U54', rule: 'MUST', received: 'https://%zz.com', outcome: invalid },
  { id: 'U55', rule: 'MUST', received: 'http://example.com:65536/', outcome: invalid },
  { id: 'U56', rule: 'MUST', received: 'http://256.256.256.256/', outcome: invalid },
  { id: 'U57', rule: 'MUST', received: 'http://exa<mple.com/', outcome: invalid },
  {
    id: 'U58',
    rule: 'MUST',
    received: `http://${[label, label, label].join('.')}.${'a'.repeat(62)}/`,
    outcome: invalid,
  },
  {
    id: 'U59',
    rule: 'MUST',
    received: `http://${[label, label, label].join('.')}.${'a'.repeat(61)}/`,
    outcome: stored(`http://${[label, label, label].join('.')}.${'a'.repeat(61)}/`),
  },

  { id: 'U60', rule: 'MUST', received: filled(2048), outcome: stored(filled(2048)) },
  { id: 'U61', rule: 'MUST', received: filled(2049), outcome: tooLong },
  {
    id: 'U62',
    rule: 'MUST',
    received: site + 'é'.repeat(338),
    outcome: stored(site + '%C3%A9'.repeat(338)),
  },
  { id: 'U63', rule: 'MUST', received: site + 'é'.repeat(339), outcome: tooLong },
  {
    id: 'U64',
    rule: 'MUST',
    received: `${site}${'b/../'.repeat(1000)}u64`,
    outcome: stored(`${site}u64`),
  },
  { id: 'U65', rule: 'MUST', received: filled(1_000_000), outcome: tooLong },

  { id: 'U80', rule: 'MUST', received: 'http://http://example.com/a', outcome: twoLinks },
  { id: 'U81', rule: 'MUST', received: 'http://https://example.com/a', outcome: twoLinks },
  { id: 'U82', rule: 'MUST', received: 'https://https//example.com/a', outcome: twoLinks },
  { id: 'U83', rule: 'MUST', received: 'http:http://example.com/a', outcome: twoLinks },
  { id: 'U84', rule: 'MUST', received: 'https://HTTPS/a', outcome: twoLinks },
  { id: 'U85', rule: 'MUST', received: 'http://http./a', outcome: twoLinks },
  { id: 'U86', rule: 'MUST', received: 'http://bob@http:80/a', outcome: twoLinks },
  { id: 'U87', rule: 'MUST', received: 'https://%68ttp/a', outcome: twoLinks },
  { id: 'U88', rule: 'MUST', received: 'http:\\\\http:\\\\example.com', outcome: twoLinks },
  { id: 'U89', rule: 'MUST', received: 'http://https:example.com/a', outcome: invalid },
  { id: 'U90', rule: 'MUST', received: 'http://ftp://example.com/a', outcome: twoLinks },
  { id: 'U91', rule: 'MUST', received: 'http://mailto:bob@example.com', outcome: twoLinks },
  { id: 'U92', rule: 'MUST', received: 'http://www.http://example.com', outcome: twoLinks },
  {
    id: 'U93',
    rule: 'MUST',
    received: 'https://a.examplehttps://b.example/',
    outcome: twoLinks,
  },
  { id: 'U94', rule: 'MUST', received: `${site}a\nhttps://b.example/`, outcome: twoLinks },
  { id: 'U95', rule: 'MUST', received: `${site}a\r\nHTTP://b.example/`, outcome: twoLinks },
  { id: 'U96', rule: 'MUST', received: `${site}a https://b.example/`, outcome: twoLinks },
  { id: 'U97', rule: 'MUST', received: `${site}a\thttps://b.example/`, outcome: twoLinks },
  { id: 'U98', rule: 'MUST', received: `${site}a\u00a0https://b.example/`, outcome: twoLinks },
  { id: 'U99', rule: 'MUST', received: `${site}a\u200bhttps://b.example/`, outcome: twoLinks },
  {
    id: 'U127',
    rule: 'MUST',
    received: 'https:///example.com/u127',
    outcome: stored(`${site}u127`),
  },
  { id: 'U128', rule: 'MUST', received: 'https\uff1a//example.com/', outcome: relative },
  { id: 'U129', rule: 'MUST', received: 'https%3A%2F%2Fexample.com%2F', outcome: relative },
  { id: 'U130', rule: 'MUST', received: 'view-source:https://example.com/', outcome: unsupported },
  { id: 'U131', rule: 'MUST', received: 'URL: https://example.com/', outcome: unsupported },
  { id: 'U125', rule: 'MUST', received: `${site}a\u0085https://b.example/`, outcome: twoLinks },
  { id: 'U126', rule: 'MUST', received: `${site}a\u2028https://b.example/`, outcome: twoLinks },
  { id: 'U100', rule: 'MUST', received: `${site}?a=b http://b.example/`, outcome: twoLinks },
  { id: 'U101', rule: 'MUST', received: `${site}#a http://b.example/`, outcome: twoLinks },
  { id: 'U102', rule: 'MUST', received: `${site}a (http://b.example/)`, outcome: twoLinks },
  { id: 'U103', rule: 'MUST', received: `${site}a,https://b.example/`, outcome: twoLinks },
  { id: 'U104', rule: 'MUST', received: `${site}a;https://b.example/`, outcome: twoLinks },
  { id: 'U105', rule: 'MUST', received: `${site}a; https://b.example/`, outcome: twoLinks },
  { id: 'U106', rule: 'MUST', received: 'https://x,https://x', outcome: twoLinks },
  { id: 'U107', rule: 'MUST', received: `${site}?a=b,https://b.example/`, outcome: twoLinks },
  { id: 'U108', rule: 'MUST', received: `${site}#a,https://b.example/`, outcome: twoLinks },
  {
    id: 'U109',
    rule: 'MUST',
    received: `${site}?u=https://b.example/&t=x,https://c.example/`,
    outcome: twoLinks,
  },
  {
    id: 'U110',
    rule: 'MUST',
    received: `${site}?u=https://b.example/ https://c.example/`,
    outcome: twoLinks,
  },
  {
    id: 'U111',
    rule: 'MUST',
    received: `${site}?u=https://b.example/,https://c.example/`,
    outcome: stored(`${site}?u=https://b.example/,https://c.example/`),
  },
  {
    id: 'U112',
    rule: 'MUST',
    received: `${site}?a=1&u=http%3A%2F%2Fb.example/;http://c.example/#f`,
    outcome: stored(`${site}?a=1&u=http%3A%2F%2Fb.example/;http://c.example/#f`),
  },
  {
    id: 'U113',
    rule: 'MUST',
    received: `${site}?https://b.example/?x=1,https://c.example/`,
    outcome: stored(`${site}?https://b.example/?x=1,https://c.example/`),
  },
  {
    id: 'U114',
    rule: 'MUST',
    received: 'https://web.archive.org/web/20140308150405/http://e.example//a/../b',
    outcome: stored('https://web.archive.org/web/20140308150405/http://e.example//b'),
  },
  {
    id: 'U115',
    rule: 'MUST',
    received: `${site}w_300,h_200/https://b.example/a,b`,
    outcome: stored(`${site}w_300,h_200/https://b.example/a,b`),
  },
  {
    id: 'U116',
    rule: 'MUST',
    received: `${site}a%2Chttps://b.example/`,
    outcome: stored(`${site}a%2Chttps://b.example/`),
  },
  {
    id: 'U117',
    rule: 'MUST',
    received: `${site}a%20https://b.example/%3Bhttp://c.example/`,
    outcome: stored(`${site}a%20https://b.example/%3Bhttp://c.example/`),
  },
  {
    id: 'U118',
    rule: 'MUST',
    received: 'http://http.example.com/https',
    outcome: stored('http://http.example.com/https'),
  },
  {
    id: 'U119',
    rule: 'MUST',
    received: 'https://file//a',
    outcome: stored('https://file//a'),
  },

  {
    id: 'U120',
    rule: 'MUST',
    received: '\u200e\u202ahttps://example.com/u120\u202c\u200f',
    outcome: stored(`${site}u120`),
  },
  {
    id: 'U121',
    rule: 'MUST',
    received: '\u2060https://example.com/u121\u200b \u00ad\ufeff\u2069',
    outcome: stored(`${site}u121`),
  },
  {
    id: 'U122',
    rule: 'MUST',
    received: 'https://example.com/a\u200bb\u200e/',
    outcome: stored(`${site}a%E2%80%8Bb%E2%80%8E/`),
  },
  {
    id: 'U123',
    rule: 'MUST',
    received: 'https://example.com/\u2764\ufe0f',
    outcome: stored(`${site}%E2%9D%A4%EF%B8%8F`),
  },
  {
    id: 'U124',
    rule: 'MUST',
    received: 'https://example.com/?a=1&amp;b=2',
    outcome: stored(`${site}?a=1&amp;b=2`),
  },

  { id: 'U70', rule: 'MUST', received: undefined, outcome: missing },
  { id: 'U71', rule: 'MUST', received: null, outcome: missing },
  { id: 'U72', rule: 'MUST', received: '', outcome: missing },
  { id: 'U73', rule: 'MUST', received: ' \t\n\u00a0', outcome: missing },
  { id: 'U74', rule: 'SHOULD', received: '\u200b\u0000', outcome: missing },
];
