// cspell:ignore phpmyadmin internetshortcut vcalendar vcard sitemapindex

/** What a file is, for a message, and what to do about it. */
export interface FileKind {
  readonly kind: string;
  readonly advice: string;
}

const asRows = 'convert it to CSV, NDJSON or JSON with a title, a uri and a date for each link';
const asTable = 'export the table as CSV or NDJSON instead';
const asJson =
  'keep only the JSON: remove what is before the first "[" or "{" and after the last "]" or "}"';

type Kinds = readonly (readonly [start: RegExp, kind: string, advice: string])[];

/** The beginnings of text files without rows, comments included. */
const kinds: Kinds = [
  [/^-- (?:mysql|mariadb|postgresql|phpmyadmin)\b|^\/\*!\d{5}/i, 'SQL', asTable],
  [/^(?:%YAML|---\s*(?:#[^\n]*)?\n)/, 'YAML', 'convert it to JSON'],
  [/^\[(?:internetshortcut\]|\{000214A0)/i, 'an Internet shortcut (.url)', asRows],
  [/^begin:(?:vcalendar|vcard)\b/i, 'a calendar or an address book', asRows],
  // GDELT 1.0 has a 58th column, with the uri, only since April 2013.
  [
    /^\d+\t\d{8}\t\d{6}\t\d{4}\t\d{4}\.\d+\t(?:[^\t\n]*\t){51}\d{8}\r?\n/,
    'a table of events of GDELT from before April 2013, which has no uris',
    'import one from later, whose 58th column is the uri',
  ],
];

/** Their beginnings after comments, an XML declaration and a document type. */
const kindsAfterComments: Kinds = [
  [/^<(?:html|head|body|meta|link|script|style|table)[\s>/]/i, 'HTML', asRows],
  [
    /^<sitemapindex[\s>]/i,
    'an index of sitemaps, which has no pages itself',
    'import the sitemaps that it lists',
  ],
  // An element inside another one: a column may be named "<b>".
  [/^<[a-z][^<>]*>\s*</i, 'XML', asRows],
  [
    /^(?:(?:create|alter|drop|lock) (?:table|tables|database|schema)\b|create or replace\b|insert (?:ignore )?into\b|replace into\b|begin(?: transaction)?;|start transaction\b|pragma \w+\s*=|set (?:names\b|foreign_key_checks\b|statement_timeout\b|sql_mode\b|@)|use `|copy [\w."]+ ?\()/i,
    'SQL',
    asTable,
  ],
  [
    /^(?:(?:export\s+)?(?:var|let|const)\s+[\w$]+\s*=|export\s+default\b|[\w$.]+\s*=\s*[[{])/,
    'JavaScript',
    asJson,
  ],
  [/^(?:[\w$.]+\s*\(\s*[[{]|\)\]\}'|while\s*\(1\)|for\s*\(;;\))/, 'JSONP', asJson],
  [/^(?:-\s+"?[\w-]+"?:(?:\s|$)|[\w-]+:[ \t]*\r?\n[ \t]*-[ \t])/, 'YAML', 'convert it to JSON'],
];

/**
 * What a text without rows is; undefined for possible rows.
 *
 * @param start the beginning of the text, without a byte order mark
 */
export function detectTextKind(start: string): FileKind | undefined {
  const text = start.trimStart();
  const rest = skipMarkupComments(text);
  return findKind(kinds, text) ?? findKind(kindsAfterComments, rest) ?? detectMarkupKind(text);
}

function findKind(candidates: Kinds, text: string): FileKind | undefined {
  const [, kind, advice] = candidates.find(([pattern]) => pattern.test(text)) ?? [];
  return kind === undefined || advice === undefined ? undefined : { kind, advice };
}

/** Markup with unknown elements is recognised by its declaration. */
function detectMarkupKind(text: string): FileKind | undefined {
  if (/^<!doctype html\b/i.test(text)) return { kind: 'HTML', advice: asRows };
  return /^<(?:\?xml\b|!doctype\b|!--)/i.test(text) ? { kind: 'XML', advice: asRows } : undefined;
}

/** Start and end of comments in markup, SQL, JavaScript and YAML, and of declarations before the first element. */
const comments = [
  ['<!--', '-->'],
  ['<?', '?>'],
  ['<!', '>'],
  ['/*', '*/'],
  ['--', '\n'],
  ['//', '\n'],
  ['#', '\n'],
] as const;

/** The text after comments, declarations and processing instructions; empty if they go on. */
export function skipMarkupComments(text: string): string {
  let rest = text;
  for (;;) {
    const comment = comments.find(([start]) => rest.startsWith(start));
    if (comment === undefined) return rest;
    const end = rest.indexOf(comment[1], comment[0].length);
    if (end === -1) return '';
    rest = rest.slice(end + comment[1].length).trimStart();
  }
}
