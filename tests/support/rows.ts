import { commandLineStyle } from '../../src/cli/options/advise-options.js';
import { InputError } from '../../src/errors/input-error.js';
import type { ReceivedItem } from '../../src/imports/normalise/received-item.js';
import { AdvisedError } from '../../src/imports/rows/advised-error.js';
import { FirstItems } from '../../src/imports/rows/json/first-items.js';
import { createRowReader } from '../../src/imports/rows/json/json-row.js';
import { readJson } from '../../src/imports/rows/json/read-json.js';
import { readNdjson } from '../../src/imports/rows/json/read-ndjson.js';
import { type ReadOptions, readRows } from '../../src/imports/rows/read-rows.js';
import type { RowBatch } from '../../src/imports/rows/row-batch.js';

/** What came of an input: its rows, and what was said where it could not be read to its end. */
export interface ReadInput {
  readonly items: readonly ReceivedItem[];
  readonly error?: string;
}

/** Bytes as a stream that gives them in pieces of the given lengths, one after another and over again. */
export async function* inPieces(
  bytes: Uint8Array,
  lengths: readonly number[] = [bytes.length],
): AsyncGenerator<Uint8Array> {
  for (let from = 0, turn = 0; from < bytes.length; turn += 1) {
    const length = Math.max(1, lengths[turn % lengths.length] ?? 1);
    yield bytes.subarray(from, from + length);
    from += length;
  }
}

type Input = string | Uint8Array | AsyncIterable<Uint8Array>;

/** Reads all rows of an input. */
export function rowsOf(input: Input, options: ReadOptions): Promise<ReadInput> {
  return allOf(readRows(streamOf(input), options));
}

/** Like {@link readInput}, for JSON, whatever members its first items have. */
export function itemsOf(input: Input, { format, map = {} }: ReadOptions): Promise<ReadInput> {
  const read = format === 'ndjson' ? readNdjson : readJson;
  return allOf(read(streamOf(input), createRowReader(map, new FirstItems())));
}

function streamOf(input: Input): AsyncIterable<Uint8Array> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  return bytes instanceof Uint8Array ? inPieces(bytes) : bytes;
}

async function allOf(batches: AsyncIterable<RowBatch>): Promise<ReadInput> {
  const items: ReceivedItem[] = [];
  try {
    for await (const batch of batches) {
      // The row of a file is of use where an item is rejected.
      for (const { row, ...item } of batch.items) items.push(item);
    }
  } catch (error) {
    if (error instanceof InputError) return { items, error: error.message };
    throw error;
  }
  return { items };
}

/** The rows from which no item could be read, as `line: message`. */
export const faultsIn = ({ items }: ReadInput): string[] =>
  items.flatMap(({ line, fault }) => (fault ? [`${line}: ${fault.message}`] : []));

/** What to do, as the command line says it, about an input that cannot be read. */
export async function adviceOn(input: Input, options: ReadOptions): Promise<string> {
  try {
    for await (const _ of readRows(streamOf(input), options));
  } catch (error) {
    if (error instanceof AdvisedError) return error.formatAdvice(commandLineStyle);
    throw error;
  }
  return '';
}
