import { formatCsvLine } from '../formats/csv/csv-line.js';
import { listMediaTypes } from '../formats/file-format.js';
import { layOutCsv, layOutJson, layOutNdjson, type RowLayout } from '../formats/write-rows.js';
import type { RecordRow } from '../records/query/record-row.js';
import { atomLayout } from './formats/atom.js';
import { jsonFeedLayout } from './formats/json-feed.js';
import { netscapeLayout } from './formats/netscape.js';

/** A format in which records are exported. */
export interface ExportFormat extends RowLayout<RecordRow> {
  readonly name: ExportFormatName;
  /** The media type, with its charset if it has one. */
  readonly contentType: string;
  /** The file extension, without the dot. */
  readonly ending: string;
}

// Only what an import accepts: an id means nothing in another database, and the site is part of
// the URI.
const toCells = ({ title, uri, date }: RecordRow) => [title, uri, date.toISOString()] as const;

const toJson = ({ title, uri, date }: RecordRow) => JSON.stringify({ title, uri, date });

const header = formatCsvLine(['title', 'uri', 'date']);

const ndjson: ExportFormat = {
  name: 'ndjson',
  contentType: listMediaTypes('ndjson')[0],
  ending: 'ndjson',
  ...layOutNdjson(toJson),
};

const csv: ExportFormat = {
  name: 'csv',
  contentType: `${listMediaTypes('csv')[0]}; charset=utf-8`,
  ending: 'csv',
  ...layOutCsv(header, toCells),
};

/** CSV that spreadsheets show without evaluating it, see `CsvStyle`. */
export const safeCsv: ExportFormat = { ...csv, ...layOutCsv(header, toCells, { safe: true }) };

const json: ExportFormat = {
  name: 'json',
  contentType: `${listMediaTypes('json')[0]}; charset=utf-8`,
  ending: 'json',
  ...layOutJson(toJson),
};

const html: ExportFormat = {
  name: 'html',
  contentType: `${listMediaTypes('html')[0]}; charset=utf-8`,
  ending: 'html',
  ...netscapeLayout,
};

const atom: ExportFormat = {
  name: 'atom',
  contentType: 'application/atom+xml; charset=utf-8',
  ending: 'atom',
  ...atomLayout,
};

const jsonFeed: ExportFormat = {
  name: 'json-feed',
  // JSON is UTF-8 without a parameter that says so (RFC 8259, section 11).
  contentType: 'application/feed+json',
  ending: 'json',
  ...jsonFeedLayout,
};

/** The export formats by name; the first one is the default. */
export const exportFormats = { ndjson, csv, json, html, atom, 'json-feed': jsonFeed } as const;

/** A format in which records are exported. */
export type ExportFormatName = 'ndjson' | 'csv' | 'json' | 'html' | 'atom' | 'json-feed';

/** The names of the export formats. */
export const exportFormatNames = Object.keys(exportFormats) as readonly ExportFormatName[];

/** The media types by which a client may ask for a format, its own first. */
export function acceptedTypes(name: ExportFormatName): readonly string[] {
  const { contentType } = exportFormats[name];
  if (name === 'atom' || name === 'json-feed') return [contentType];
  // The others are those that imports accept for it.
  const others = listMediaTypes(name).filter((type) => type !== jsonFeed.contentType);
  return [contentType, ...others];
}
