import { formatCsvLine } from '../formats/csv/csv-line.js';
import { type FileFormat, listMediaTypes } from '../formats/file-format.js';
import { layOutCsv, layOutJson, layOutNdjson, type RowLayout } from '../formats/write-rows.js';
import type { RecordRow } from '../records/query/record-row.js';

/** A format in which records are exported. */
export interface ExportFormat extends RowLayout<RecordRow> {
  readonly name: ExportFormatName;
  /** The media type, with its charset if it has one. */
  readonly contentType: string;
}

// Only what an import accepts: an id means nothing in another database, and the site is part of
// the URI.
const toCells = ({ title, uri, date }: RecordRow) => [title, uri, date.toISOString()] as const;

const toJson = ({ title, uri, date }: RecordRow) => JSON.stringify({ title, uri, date });

const header = formatCsvLine(['title', 'uri', 'date']);

const ndjson: ExportFormat = {
  name: 'ndjson',
  contentType: listMediaTypes('ndjson')[0],
  ...layOutNdjson(toJson),
};

const csv: ExportFormat = {
  name: 'csv',
  contentType: `${listMediaTypes('csv')[0]}; charset=utf-8`,
  ...layOutCsv(header, toCells),
};

/** CSV that spreadsheets show without evaluating it, see `CsvStyle`. */
export const safeCsv: ExportFormat = { ...csv, ...layOutCsv(header, toCells, { safe: true }) };

const json: ExportFormat = {
  name: 'json',
  contentType: `${listMediaTypes('json')[0]}; charset=utf-8`,
  ...layOutJson(toJson),
};

/** The export formats by name; the first one is the default. */
export const exportFormats = { ndjson, csv, json } as const;

/** A file format in which records are exported. */
export type ExportFormatName = Extract<FileFormat, 'ndjson' | 'csv' | 'json'>;

/** The names of the export formats. */
export const exportFormatNames = Object.keys(exportFormats) as readonly ExportFormatName[];
