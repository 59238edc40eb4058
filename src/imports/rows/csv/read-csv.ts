import { peekStream } from '../../../formats/peek-stream.js';
import { readByteChunks } from '../input/byte-chunks.js';
import type { RowBatch } from '../row-batch.js';
import { type CsvStart, detectCsvStart, hasWholeHeader } from './csv-delimiter.js';
import { type CsvOptions, CsvReader } from './csv-reader.js';
import { DialectTranslator, type GivenDialect } from './translate-dialect.js';

/** How CSV is read, and its dialect as far as it is given. */
export interface ReadCsvOptions extends CsvOptions {
  readonly quote?: string | undefined;
  readonly escape?: string | undefined;
  readonly comment?: string | undefined;
  /** Between cells; detected by {@link detectCsvStart} by default. */
  readonly delimiter?: string | undefined;
  /** Called with the delimiter, once it is known. */
  readonly onDelimiter?: (delimiter: string) => void;
}

/**
 * Reads rows of CSV, whose first one names the columns. Blank lines are ignored.
 *
 * Throws an `InputError` if the last line has no line feed and too few cells, after all rows before it.
 * A row cut off inside its last cell looks complete, and is read.
 */
export async function* readCsv(
  input: AsyncIterable<Uint8Array>,
  { delimiter, onDelimiter, ...options }: ReadCsvOptions,
): AsyncGenerator<RowBatch> {
  const { comment } = options;
  const started = await peekStream(input, (start) => hasWholeHeader(start, comment));
  const found = detectCsvStart(started.start, comment);
  const start =
    delimiter === undefined || delimiter === found.delimiter
      ? found
      : { ...found, delimiter, hasDelimiterLine: false };
  onDelimiter?.(start.delimiter);
  const dialect = createDialect(start, options);
  const reader = new CsvReader(start, withNull(options));
  const bytes = dialect === undefined ? started.input : translate(started.input, dialect);
  for await (const chunk of readByteChunks(bytes)) {
    reader.add(chunk);
    yield* readBatches(reader);
  }
  reader.end();
  yield* readBatches(reader);
  reader.requireHeader();
}

/** The dialect, where it is not the standard one. */
function createDialect(
  { delimiter, isSpaced }: CsvStart,
  { quote, escape: escaping, comment }: ReadCsvOptions,
): GivenDialect | undefined {
  const isGiven = quote !== undefined || escaping !== undefined || comment !== undefined;
  if (!isGiven && !isSpaced) return undefined;
  // Databases that write TSV escape characters, and enclose no cells.
  const ownQuote = delimiter === '\t' && escaping !== undefined ? '' : '"';
  return { delimiter, quote: quote ?? ownQuote, escape: escaping, comment, isSpaced };
}

/** Where a backslash escapes characters, an escaped N is null. */
const withNull = ({ escape: escaping, ...options }: ReadCsvOptions): CsvOptions => ({
  ...options,
  null: options.null ?? (escaping === '\\' ? '\\N' : undefined),
});

async function* translate(
  input: AsyncIterable<Uint8Array>,
  dialect: GivenDialect,
): AsyncGenerator<Uint8Array> {
  const translator = new DialectTranslator(dialect);
  for await (const chunk of readByteChunks(input)) yield translator.translate(chunk.bytes);
  yield translator.end();
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
