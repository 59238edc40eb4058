import type { ReceivedItem } from '../../normalise/received-item.js';
import { type ByteChunk, readByteChunks } from '../input/byte-chunks.js';
import type { RowBatch } from '../row-batch.js';
import { JsonList, type ListPlace } from './json-list.js';
import type { RowReader } from './json-row.js';
import { JsonTree } from './json-tree.js';

/** What finds the items in the bytes of JSON. */
interface ItemFinder {
  readonly add: (chunk: ByteChunk) => void;
  readonly take: () => { readonly items: readonly ReceivedItem[]; readonly bytes: number };
  readonly end: (at: number) => void;
}

/** Reads the items of a JSON list, or of an object that has it as `items`; see {@link JsonList}. */
export const readJson = (
  input: AsyncIterable<Uint8Array>,
  readRow: RowReader,
  place?: ListPlace,
): AsyncGenerator<RowBatch> => readItems(input, new JsonList(readRow, place));

/** Reads the leaves of a tree; see {@link JsonTree}. */
export const readTree = (
  input: AsyncIterable<Uint8Array>,
  readRow: RowReader,
  children: string,
): AsyncGenerator<RowBatch> => readItems(input, new JsonTree(readRow, children));

async function* readItems(
  input: AsyncIterable<Uint8Array>,
  finder: ItemFinder,
): AsyncGenerator<RowBatch> {
  let end = 0;
  try {
    for await (const chunk of readByteChunks(input)) {
      finder.add(chunk);
      const batch = finder.take();
      if (batch.items.length > 0) yield batch;
      end = chunk.at + chunk.bytes.length;
    }
    finder.end(end);
  } catch (error) {
    // Items before the fault are yielded first.
    const batch = finder.take();
    if (batch.items.length > 0) yield batch;
    throw error;
  }
}
