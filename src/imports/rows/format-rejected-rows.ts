import { type CsvStyle, formatCsvLine } from '../../formats/csv/csv-line.js';
import type { RejectedItem } from '../run/partition-items.js';

/** A rejected item, and the import or the file that it came with. */
export interface RejectedRow extends RejectedItem {
  readonly source?: string | null | undefined;
}

/** How rejected rows are written: what comes first, each row, what stands between two, what comes last. */
interface RowsFormat {
  readonly start: string;
  readonly row: (rejected: RejectedRow) => string;
  readonly separator: string;
  readonly end: string;
}

const ndjson: RowsFormat = {
  start: '',
  row: (rejected) => `${jsonOf(rejected)}\n`,
  separator: '',
  end: '',
};

const json: RowsFormat = { start: '[\n', row: jsonOf, separator: ',\n', end: '\n]\n' };

const names = ['title', 'uri', 'date', 'source', 'line', 'codes', 'messages', 'raw'];

const csv = (style: CsvStyle): RowsFormat => ({
  start: formatCsvLine(names, style),
  row: (rejected) => formatCsvLine(cellsOf(rejected), style),
  separator: '',
  end: '',
});

const formats = {
  ndjson: () => ndjson,
  json: () => json,
  csv: (safe: boolean) => csv({ safe }),
  tsv: (safe: boolean) => csv({ safe, delimiter: '\t' }),
} as const;

/** The name of a form in which rejected rows are written. */
export type RejectedRowsFormat = keyof typeof formats;

/** The names of the forms. The first one is the one for who names none. */
export const rejectedRowsFormats = Object.keys(formats) as readonly RejectedRowsFormat[];

function jsonOf({ item, reasons, source }: RejectedRow): string {
  const { title = null, uri = null, date = null, line, raw } = item;
  // In one order, wherever the reasons come from.
  const why = reasons.map(({ code, field, message }) => ({ code, field, message }));
  const place = { source: source ?? undefined, line: line ?? undefined };
  return JSON.stringify({ title, uri, date, ...place, reasons: why, raw: raw ?? undefined });
}

const cellsOf = ({ item: { title, uri, date, line, raw }, reasons, source }: RejectedRow) => [
  title ?? '',
  uri ?? '',
  date ?? '',
  source ?? '',
  `${line ?? ''}`,
  reasons.map(({ code }) => code).join(' '),
  reasons.map(({ message }) => message).join(' '),
  raw ?? '',
];

const chunkLength = 1 << 16;

/**
 * Writes rejected rows as they came, with the reasons, so that they can be corrected and imported
 * again: an import takes title, uri and date, and passes over the rest. In texts of about 64 KB.
 *
 * @param safe whether CSV is for spreadsheets, see {@link CsvStyle}; an import must be told so then
 */
export async function* formatRejectedRows(
  pages: AsyncIterable<readonly RejectedRow[]>,
  format: RejectedRowsFormat,
  safe = false,
): AsyncGenerator<string> {
  const { start, row, separator, end } = formats[format](safe);
  let text = start;
  let before = '';
  for await (const page of pages) {
    for (const rejected of page) {
      text += before + row(rejected);
      before = separator;
      if (text.length < chunkLength) continue;
      yield text;
      text = '';
    }
  }
  yield text + end;
}
