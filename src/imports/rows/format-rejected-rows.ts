import { type CsvStyle, formatCsvLine } from '../../formats/csv/csv-line.js';
import type { RowFormat } from '../../formats/file-format.js';
import {
  layOutCsv,
  layOutJson,
  layOutNdjson,
  type RowLayout,
  writeRows,
} from '../../formats/write-rows.js';
import type { RejectedItem } from '../normalise/rejected-item.js';

/** A rejected item, and its import or file. */
export interface RejectedRow extends RejectedItem {
  readonly source?: string | null | undefined;
}

function toJson({ item, reasons, source }: RejectedRow): string {
  const { title = null, uri = null, date = null, line, raw } = item;
  // In the same order, wherever the reasons come from.
  const why = reasons.map(({ code, field, message }) => ({ code, field, message }));
  const place = { source: source ?? undefined, line: line ?? undefined };
  return JSON.stringify({ title, uri, date, ...place, reasons: why, raw: raw ?? undefined });
}

const toCells = ({ item: { title, uri, date, line, raw }, reasons, source }: RejectedRow) => [
  title ?? '',
  uri ?? '',
  date ?? '',
  source ?? '',
  `${line ?? ''}`,
  reasons.map(({ code }) => code).join(' '),
  reasons.map(({ message }) => message).join(' '),
  raw ?? '',
];

const names = ['title', 'uri', 'date', 'source', 'line', 'codes', 'messages', 'raw'];

const layOutTable = (style: CsvStyle) => layOutCsv(formatCsvLine(names, style), toCells, style);

const layouts: Readonly<Record<RowFormat, (safe: boolean) => RowLayout<RejectedRow>>> = {
  ndjson: () => layOutNdjson(toJson),
  json: () => layOutJson(toJson),
  csv: (safe) => layOutTable({ safe }),
  tsv: (safe) => layOutTable({ safe, delimiter: '\t' }),
};

/**
 * Writes rejected rows as received, with the reasons, so that they can be corrected and imported
 * again: an import takes title, uri and date, and ignores the rest. In strings of about 64 KB.
 *
 * @param safe whether CSV is for spreadsheets, see {@link CsvStyle}; then it must be imported as such
 */
export function formatRejectedRows(
  pages: AsyncIterable<readonly RejectedRow[]>,
  format: RowFormat,
  safe = false,
): AsyncGenerator<string> {
  return writeRows(pages, layouts[format](safe));
}
