/** The formats in which rows are read and written. */
export const rowFormats = ['json', 'ndjson', 'csv', 'tsv'] as const;

/** The name of a format in which rows are written. */
export type RowFormat = (typeof rowFormats)[number];

/** Every format in which files and bodies are read; markup and workbooks are not written. */
export const fileFormats = [...rowFormats, 'html', 'xml', 'xlsx', 'ods'] as const;

/** The name of a format in options, parameters and messages. */
export type FileFormat = (typeof fileFormats)[number];

/** Whether rows are written in a format, too. */
export const isRowFormat = (format: FileFormat): format is RowFormat =>
  (rowFormats as readonly string[]).includes(format);

interface FormatNames {
  /** Its media types, without parameters; the first one is used for what is sent. */
  readonly mediaTypes: readonly [string, ...string[]];
  /** Its file extension, without the dot. */
  readonly endings: readonly string[];
}

const namesByFormat: Readonly<Record<FileFormat, FormatNames>> = {
  ndjson: {
    mediaTypes: [
      'application/x-ndjson',
      'application/ndjson',
      'application/jsonl',
      'application/x-jsonlines',
    ],
    endings: ['ndjson', 'jsonl'],
  },
  json: { mediaTypes: ['application/json', 'application/feed+json'], endings: ['json'] },
  csv: { mediaTypes: ['text/csv'], endings: ['csv'] },
  tsv: { mediaTypes: ['text/tab-separated-values'], endings: ['tsv'] },
  html: { mediaTypes: ['text/html'], endings: ['html', 'htm'] },
  xml: {
    mediaTypes: [
      'application/xml',
      'text/xml',
      'application/rss+xml',
      'application/atom+xml',
      'application/rdf+xml',
      'text/x-opml',
    ],
    endings: ['xml', 'rss', 'atom', 'rdf', 'opml'],
  },
  xlsx: {
    mediaTypes: ['application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'],
    endings: ['xlsx'],
  },
  ods: { mediaTypes: ['application/vnd.oasis.opendocument.spreadsheet'], endings: ['ods'] },
};

/** The media types of a format; the first one is used for what is sent. */
export const listMediaTypes = (format: FileFormat): FormatNames['mediaTypes'] =>
  namesByFormat[format].mediaTypes;

/** The format of a media type, in any case, which may have parameters; undefined for any other. */
export function formatForMediaType(type: string): FileFormat | undefined {
  const [essence = ''] = type.toLowerCase().split(';');
  const name = essence.trim();
  return fileFormats.find((format) => namesByFormat[format].mediaTypes.includes(name));
}

/** The format by the ending of a file name, which `.gz` or `.zst` may follow; undefined for any other. */
export function formatForFileName(name: string): FileFormat | undefined {
  const [, ending = ''] = /\.([a-z]+)(?:\.(?:gz|zst))?$/.exec(name.toLowerCase()) ?? [];
  return fileFormats.find((format) => namesByFormat[format].endings.includes(ending));
}
