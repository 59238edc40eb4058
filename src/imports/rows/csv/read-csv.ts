import { peekStream } from '../../../formats/peek-stream.js';
import { readByteChunks } from '../input/byte-chunks.js';
import type { RowBatch } from '../row-batch.js';
import { detectCsvStart, hasWholeHeader } from './csv-delimiter.js';
import { type CsvOptions, CsvReader } from './csv-reader.js';

/**
 * Reads rows of CSV, whose first one names the columns. Blank lines are ignored.
 *
 * Throws an `InputError` if the last line has no line feed and too few cells, after all rows before it.
 * A row cut off inside its last cell looks complete, and is read.
 *
 * @param options.delimiter between cells; detected by {@link detectCsvStart} by default
 */
export async function* readCsv(
  input: AsyncIterable<Uint8Array>,
  { delimiter, ...options }: CsvOptions & { readonly delimiter?: string },
): AsyncGenerator<RowBatch> {
  const started = await peekStream(input, hasWholeHeader);
  const found = detectCsvStart(started.start);
  const start = delimiter === undefined ? found : { ...found, delimiter, hasDelimiterLine: false };
  const reader = new CsvReader(start, options);
  for await (const chunk of readByteChunks(started.input)) {
    reader.add(chunk);
    yield* readBatches(reader);
  }
  reader.end();
  yield* readBatches(reader);
  reader.requireHeader();
}

/** Reads what has arrived. Rows before a fault are yielded first. */
function* readBatches(reader: CsvReader): Generator<RowBatch> {
  for (let hasMore = true; hasMore; ) {
    try {
      hasMore = reader.read();
    } catch (error) {
      yield* takeBatch(reader);
      throw error;
    }
    yield* takeBatch(reader);
  }
}

function* takeBatch(reader: CsvReader): Generator<RowBatch> {
  const batch = reader.take();
  if (batch.items.length > 0) yield batch;
}
