import { csvStart, hasHeader } from './csv-delimiter.js';
import { type CsvOptions, CsvReader } from './csv-reader.js';
import { CsvRecords } from './csv-records.js';
import { pieces } from './pieces.js';
import type { RowBatch } from './row-batch.js';
import { startOfInput } from './start-of-input.js';

/**
 * Reads rows of CSV, whose first one names the columns. Blank lines are none.
 *
 * Throws an `InputError` where the last line has no line feed and too few cells, after all rows before
 * it. What is cut off in its last cell looks whole, and is read.
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
  const block = records.take();
  const cutOff = reader.cutOff(block);
  const isWhole = cutOff === undefined;
  const batch = reader.read(isWhole ? block : { ...block, records: block.records.slice(0, -1) });
  if (batch.items.length > 0) yield batch;
  if (!isWhole) throw cutOff;
  reader.end();
}
