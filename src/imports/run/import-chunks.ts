import { createHash } from 'node:crypto';
import { maxItems } from '../max-items.js';
import type { ReceivedItem } from '../normalise/received-item.js';
import type { RowBatch } from '../rows/row-batch.js';
import type { ImportChunk } from './import-target.js';

// The strings of a chunk are in memory several times over: as received, normalised, and folded.
const maxTextLength = 16 * 1024 * 1024;

/**
 * Splits rows into chunks of 10,000, or fewer if their strings have more than 16 million characters
 * together. The same rows are always split in the same way, however they are read. If reading them
 * fails, the rows after the last whole chunk are not yielded.
 */
export async function* importChunks(batches: AsyncIterable<RowBatch>): AsyncGenerator<ImportChunk> {
  let items: ReceivedItem[] = [];
  let textLength = 0;
  let from = 0;
  // Of all rows so far, so that each chunk's digest covers the chunks before it as well.
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const batch of batches) {
    let text = '';
    for (const item of batch.items) {
      const length = lengthOf(item);
      // Only once there is another row, so that the last chunk is known to be the last.
      if (items.length === maxItems || (textLength + length > maxTextLength && items.length > 0)) {
        hash.update(text);
        text = '';
        yield { from, items, digest: hash.copy().digest(), bytes, isLast: false };
        from += items.length;
        items = [];
        textLength = 0;
      }
      items.push(item);
      textLength += length;
      text += textOf(item);
    }
    hash.update(text);
    bytes = batch.bytes;
  }
  yield { from, items, digest: hash.digest(), bytes, isLast: true };
}

function lengthOf({ title, uri, date, raw, row }: ReceivedItem): number {
  const texts = (title?.length ?? 0) + (uri?.length ?? 0) + (date?.length ?? 0);
  return texts + (raw?.length ?? 0) + (row?.length ?? 0);
}

/** Different items yield different strings, and so do different lists of items. */
const textOf = ({ title, uri, date, raw }: ReceivedItem) => JSON.stringify([title, uri, date, raw]);
