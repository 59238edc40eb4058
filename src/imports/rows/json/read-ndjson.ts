import { InputError } from '../../../errors/input-error.js';
import type { ReceivedItem } from '../../normalise/received-item.js';
import { readByteChunks } from '../input/byte-chunks.js';
import { maxRowBytes, PartialRow } from '../partial-row.js';
import type { RowBatch } from '../row-batch.js';
import { rejectTooLong } from '../row-fault.js';
import type { RowReader } from './json-row.js';
import { ValueScanner } from './value-scanner.js';

const [lineFeed, opensObject] = [0x0a, 0x7b];

/**
 * Reads rows of one line each. Blank lines are ignored.
 *
 * @param toObject turns a line into the JSON object that it stands for
 */
export async function* readNdjson(
  input: AsyncIterable<Uint8Array>,
  readRow: RowReader,
  toObject = (line: Buffer) => line,
): AsyncGenerator<RowBatch> {
  const partial = new PartialRow();
  let line = 0;
  let end = 0;
  for await (const { bytes, at } of readByteChunks(input)) {
    const items: ReceivedItem[] = [];
    let from = 0;
    for (;;) {
      const to = bytes.indexOf(lineFeed, from);
      if (to === -1) break;
      line += 1;
      const row = partial.take(bytes.subarray(from, to));
      const item = readItem(toObject(row.bytes), row.length, line, readRow);
      if (item !== undefined) items.push(item);
      from = to + 1;
    }
    if (items.length > 0) yield { items, bytes: at + from };
    if (from < bytes.length) partial.add(bytes.subarray(from));
    end = at + bytes.length;
  }
  if (partial.length === 0) return;
  const begin = end - partial.length;
  const row = partial.take();
  const object = toObject(row.bytes);
  const item = readItem(object, row.length, line + 1, readRow);
  if (item === undefined) return;
  if (row.length <= maxRowBytes && isCutOff(object, item)) {
    throw new InputError(
      `The input is cut off: it ends at byte ${end} in the middle of the row on line ${line + 1}, which begins at byte ${begin}.`,
    );
  }
  yield { items: [item], bytes: end };
}

function readItem(
  bytes: Buffer,
  length: number,
  line: number,
  readRow: RowReader,
): ReceivedItem | undefined {
  if (length > maxRowBytes) return rejectTooLong(bytes, length, line);
  return isBlank(bytes) ? undefined : readRow(bytes, line);
}

function isBlank(bytes: Buffer): boolean {
  // Nearly every row begins with its bracket, which ends the loop at once.
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  return true;
}

/** Whether the last row, which has no line feed, is an incomplete object. */
function isCutOff(bytes: Buffer, { fault }: ReceivedItem): boolean {
  if (fault?.code !== 'ROW_UNREADABLE') return false;
  const scanner = new ValueScanner();
  if (bytes[scanner.skipSpace(bytes, 0)] !== opensObject) return false;
  scanner.find(bytes, 0);
  return scanner.isOpen;
}
