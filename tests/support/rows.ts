import type { ReceivedItem } from '../../src/imports/normalise-record.js';
import { InputError } from '../../src/imports/rows/input-error.js';
import { type ReadOptions, readRows } from '../../src/imports/rows/read-rows.js';

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

/** Reads all rows of an input. */
export async function rowsOf(
  input: string | Uint8Array | AsyncIterable<Uint8Array>,
  options: ReadOptions,
): Promise<ReadInput> {
  const bytes = typeof input === 'string' ? Buffer.from(input) : input;
  const stream = bytes instanceof Uint8Array ? inPieces(bytes) : bytes;
  const items: ReceivedItem[] = [];
  try {
    for await (const batch of readRows(stream, options)) items.push(...batch.items);
  } catch (error) {
    if (error instanceof InputError) return { items, error: error.message };
    throw error;
  }
  return { items };
}

/** The rows from which no item could be read, as `line: message`. */
export const faultsIn = ({ items }: ReadInput): string[] =>
  items.flatMap(({ line, fault }) => (fault ? [`${line}: ${fault.message}`] : []));
