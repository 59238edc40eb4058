import { readByteChunks } from '../input/byte-chunks.js';
import type { RowBatch } from '../row-batch.js';
import { JsonList, type ListPlace } from './json-list.js';
import type { RowReader } from './json-row.js';

/** Reads the items of a JSON list, or of an object that has it as `items`; see {@link JsonList}. */
export async function* readJson(
  input: AsyncIterable<Uint8Array>,
  readRow: RowReader,
  place?: ListPlace,
): AsyncGenerator<RowBatch> {
  const list = new JsonList(readRow, place);
  let end = 0;
  try {
    for await (const chunk of readByteChunks(input)) {
      list.add(chunk);
      const batch = list.take();
      if (batch.items.length > 0) yield batch;
      end = chunk.at + chunk.bytes.length;
    }
    list.end(end);
  } catch (error) {
    // Items before the fault are yielded first.
    const batch = list.take();
    if (batch.items.length > 0) yield batch;
    throw error;
  }
}
