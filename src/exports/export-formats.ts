import { csvHeader, formatCsvLine } from '../formats/csv/csv-line.js';
import type { RecordRow } from '../records/query/record-pages.js';

/** How an export is written: what comes first, each record, what stands between two, what comes last. */
export interface ExportFormat {
  readonly name: FormatName;
  /** With its charset, where it may have one. */
  readonly contentType: string;
  readonly start: string;
  readonly record: (record: RecordRow) => string;
  readonly separator: string;
  readonly end: string;
}

const ndjson: ExportFormat = {
  name: 'ndjson',
  contentType: 'application/x-ndjson',
  start: '',
  record: (record) => `${jsonOf(record)}\n`,
  separator: '',
  end: '',
};

const csv: ExportFormat = {
  name: 'csv',
  contentType: 'text/csv; charset=utf-8',
  start: csvHeader,
  record: (record) => formatCsvLine(fieldsOf(record)),
  separator: '',
  end: '',
};

/** CSV that spreadsheets show without running anything of it, see {@link formatCsvLine}. */
export const safeCsv: ExportFormat = {
  ...csv,
  record: (record) => formatCsvLine(fieldsOf(record), { safe: true }),
};

const json: ExportFormat = {
  name: 'json',
  contentType: 'application/json; charset=utf-8',
  start: '[\n',
  record: jsonOf,
  separator: ',\n',
  end: '\n]\n',
};

/** Every format by its name. The first one is the one for who names none. */
export const exportFormats = { ndjson, csv, json } as const;

/** The name of a format. */
export type FormatName = 'ndjson' | 'csv' | 'json';

/** The names of the formats. */
export const formatNames = Object.keys(exportFormats) as readonly FormatName[];

/** Whether there is a format of that name. */
export function isFormatName(name: string): name is FormatName {
  return Object.hasOwn(exportFormats, name);
}

// What an import takes, and no more: an id means nothing in another database, and the site stands in
// the uri.
function fieldsOf({ title, uri, date }: RecordRow) {
  return [title, uri, date.toISOString()] as const;
}

function jsonOf({ title, uri, date }: RecordRow): string {
  return JSON.stringify({ title, uri, date });
}
