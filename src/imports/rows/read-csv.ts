import { csvStart, hasHeader } from './csv-delimiter.js';
import { type CsvOptions, CsvReader } from './csv-reader.js';
import { CsvRecords } from './csv-records.js';
import { pieces } from './pieces.js';
import type { RowBatch } from './row-batch.js';
import { startOfInput } from './start-of-input.js';

/**
 * Reads rows of CSV, whose first one names the columns. Blank lines are none.
 *
 * @param options.delimiter what stands between cells; found by {@link csvStart} where it is not given
 */
export async function* readCsv(
  input: AsyncIterable<Uint8Array>,
  { delimiter, ...options }: CsvOptions & { readonly delimiter?: string },
): AsyncGenerator<RowBatch> {
  const started = await startOfInput(input, hasHeader);
  const found = csvStart(started.start);
  const start = delimiter === undefined ? found : { ...found, delimiter, hasDelimiterLine: false };
  const records = new CsvRecords(start.delimiter);
  const reader = new CsvReader(start, options);
  try {
    for await (const piece of pieces(started.input)) {
      records.add(piece);
      const batch = reader.read(records.take());
      if (batch.items.length > 0) yield batch;
    }
    records.end();
  } catch (error) {
    // What stands before the fault is read.
    const batch = reader.read(records.take());
    if (batch.items.length > 0) yield batch;
    throw error;
  }
  const batch = reader.read(records.take());
  if (batch.items.length > 0) yield batch;
  reader.end();
}
