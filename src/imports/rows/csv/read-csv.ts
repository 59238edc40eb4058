import { peekStream } from '../../../formats/peek-stream.js';
import { readByteChunks } from '../input/byte-chunks.js';
import type { RowBatch } from '../row-batch.js';
import { detectCsvStart, hasWholeHeader } from './csv-delimiter.js';
import { type CsvOptions, CsvReader } from './csv-reader.js';

/**
 * Reads rows of CSV, whose first one names the columns. Blank lines are none.
 *
 * Throws an `InputError` where the last line has no line feed and too few cells, after all rows before
 * it. What is cut off in its last cell looks whole, and is read.
 *
 * @param options.delimiter what stands between cells; found by {@link detectCsvStart} where it is not given
 */
export async function* readCsv(
  input: AsyncIterable<Uint8Array>,
  { delimiter, ...options }: CsvOptions & { readonly delimiter?: string },
): AsyncGenerator<RowBatch> {
  const started = await peekStream(input, hasWholeHeader);
  const found = detectCsvStart(started.start);
  const start = delimiter === undefined ? found : { ...found, delimiter, hasDelimiterLine: false };
  const reader = new CsvReader(start, options);
  for await (const piece of readByteChunks(started.input)) {
    reader.add(piece);
    yield* batchesOf(reader);
  }
  reader.end();
  yield* batchesOf(reader);
  reader.requireHeader();
}

/** What can be read so far. What stands before a fault is read. */
function* batchesOf(reader: CsvReader): Generator<RowBatch> {
  for (let hasMore = true; hasMore; ) {
    try {
      hasMore = reader.read();
    } catch (error) {
      yield* batchOf(reader);
      throw error;
    }
    yield* batchOf(reader);
  }
}

function* batchOf(reader: CsvReader): Generator<RowBatch> {
  const batch = reader.take();
  if (batch.items.length > 0) yield batch;
}
