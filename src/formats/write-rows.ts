import { type CsvStyle, formatCsvLine } from './csv/csv-line.js';

/** How rows are serialised to a file. */
export interface RowLayout<Row> {
  /** What each file begins with. */
  readonly start: () => string;
  readonly formatRow: (row: Row) => string;
  /** Between two rows. */
  readonly separator: string;
  readonly end: string;
}

/** An object on each line. */
export const layOutNdjson = <Row>(toJson: (row: Row) => string): RowLayout<Row> => ({
  start: () => '',
  formatRow: (row) => `${toJson(row)}\n`,
  separator: '',
  end: '',
});

/** A list, with each item on a line of its own. */
export const layOutJson = <Row>(toJson: (row: Row) => string): RowLayout<Row> => ({
  start: () => '[\n',
  formatRow: toJson,
  separator: ',\n',
  end: '\n]\n',
});

/**
 * A line for the header, and one for each row.
 *
 * @param header the line, with its end
 */
export const layOutCsv = <Row>(
  header: string,
  toCells: (row: Row) => readonly string[],
  style: CsvStyle = {},
): RowLayout<Row> => ({
  start: () => header,
  formatRow: (row) => formatCsvLine(toCells(row), style),
  separator: '',
  end: '',
});

// Larger strings are garbage-collected late, and a slow client holds two of them.
const chunkLength = 1 << 16;

/** Writes rows in strings of about 64 KB. Yields nothing where there is nothing to write. */
export async function* writeRows<Row>(
  pages: AsyncIterable<readonly Row[]>,
  { start, formatRow, separator, end }: RowLayout<Row>,
): AsyncGenerator<string> {
  let text = start();
  let before = '';
  for await (const page of pages) {
    for (const row of page) {
      text += before + formatRow(row);
      before = separator;
      if (text.length < chunkLength) continue;
      yield text;
      text = '';
    }
  }
  text += end;
  if (text !== '') yield text;
}
