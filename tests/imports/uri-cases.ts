/** A uri as received, and the uri that is stored or the code with which it is refused. */
export interface UriCase {
  readonly id: string;
  readonly rule: 'MUST' | 'SHOULD';
  readonly received: string | null | undefined;
  readonly outcome: { readonly stored: string } | { readonly code: string };
}

const stored = (uri: string) => ({ stored: uri });
const missing = { code: 'URI_MISSING' };
const relative = { code: 'URI_RELATIVE' };
const unsupported = { code: 'URI_SCHEME_UNSUPPORTED' };
const invalid = { code: 'URI_INVALID' };
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

  { id: 'U70', rule: 'MUST', received: undefined, outcome: missing },
  { id: 'U71', rule: 'MUST', received: null, outcome: missing },
  { id: 'U72', rule: 'MUST', received: '', outcome: missing },
  { id: 'U73', rule: 'MUST', received: ' \t\n\u00a0', outcome: missing },
  { id: 'U74', rule: 'SHOULD', received: '\u200b\u0000', outcome: missing },
];
