import { csvLine } from '../exports/csv.js';
import type { RejectedItem } from './sort-items.js';

/** The name of a form in which rejected rows are written. */
export type RejectedRowsFormat = keyof typeof formats;

interface RowsFormat {
  readonly start: string;
  readonly row: (rejected: RejectedItem) => string;
}

const formats = {
  ndjson: {
    start: '',
    row: ({ item, reasons }) => {
      const { title = null, uri = null, date = null, line, raw } = item;
      // In one order, wherever the reasons come from.
      const why = reasons.map(({ code, field, message }) => ({ code, field, message }));
      return `${JSON.stringify({ title, uri, date, line: line ?? undefined, reasons: why, raw: raw ?? undefined })}\n`;
    },
  },
  csv: {
    start: csvLine(['title', 'uri', 'date', 'line', 'codes', 'messages', 'raw']),
    row: ({ item: { title, uri, date, line, raw }, reasons }) =>
      csvLine([
        title ?? '',
        uri ?? '',
        date ?? '',
        `${line ?? ''}`,
        reasons.map(({ code }) => code).join(' '),
        reasons.map(({ message }) => message).join(' '),
        raw ?? '',
      ]),
  },
} as const satisfies Record<string, RowsFormat>;

/** The names of the forms. The first one is the one for who names none. */
export const rejectedRowsFormats = Object.keys(formats) as readonly RejectedRowsFormat[];

const chunkLength = 1 << 16;

/**
 * Writes rejected rows as they came, with the reasons, so that they can be corrected and imported
 * again: an import takes title, uri and date, and passes over the rest. In texts of about 64 KB.
 */
export async function* rejectedRowsText(
  pages: AsyncIterable<readonly RejectedItem[]>,
  format: RejectedRowsFormat,
): AsyncGenerator<string> {
  const { start, row }: RowsFormat = formats[format];
  let text = start;
  for await (const page of pages) {
    for (const rejected of page) {
      text += row(rejected);
      if (text.length < chunkLength) continue;
      yield text;
      text = '';
    }
  }
  if (text !== '') yield text;
}
