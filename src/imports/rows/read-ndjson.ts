import type { ReceivedItem } from '../normalise-record.js';
import { InputError } from './input-error.js';
import type { ReadRow } from './json-row.js';
import { maxRowBytes, PartialRow } from './partial-row.js';
import { pieces } from './pieces.js';
import type { RowBatch } from './row-batch.js';
import { tooLongRow } from './row-fault.js';
import { ValueScanner } from './value-scanner.js';

const lineFeed = 0x0a;

/** Reads rows that have a line each. Blank lines are none. */
export async function* readNdjson(
  input: AsyncIterable<Uint8Array>,
  readRow: ReadRow,
): AsyncGenerator<RowBatch> {
  const partial = new PartialRow();
  let line = 0;
  let end = 0;
  for await (const { bytes, at } of pieces(input)) {
    const items: ReceivedItem[] = [];
    let from = 0;
    for (;;) {
      const to = bytes.indexOf(lineFeed, from);
      if (to === -1) break;
      line += 1;
      const item = itemOf(bytes.subarray(from, to), partial, line, readRow);
      if (item !== undefined) items.push(item);
      from = to + 1;
    }
    if (items.length > 0) yield { items, bytes: at + from };
    if (from < bytes.length) partial.add(bytes.subarray(from));
    end = at + bytes.length;
  }
  if (partial.length === 0) return;
  const begin = end - partial.length;
  const item = itemOf(Buffer.alloc(0), partial, line + 1, readRow);
  if (item === undefined) return;
  if (end - begin <= maxRowBytes && isCutOff(item)) {
    throw new InputError(
      `The input is cut off: it ends at byte ${end} in the middle of the row on line ${line + 1}, which begins at byte ${begin}.`,
    );
  }
  yield { items: [item], bytes: end };
}

function itemOf(
  bytes: Buffer,
  partial: PartialRow,
  line: number,
  readRow: ReadRow,
): ReceivedItem | undefined {
  if (partial.length === 0) return isBlank(bytes) ? undefined : readRow(bytes, line);
  partial.add(bytes);
  const row = partial.take();
  if (row.length > maxRowBytes) return tooLongRow(row.bytes, row.length, line);
  return isBlank(row.bytes) ? undefined : readRow(row.bytes, line);
}

function isBlank(bytes: Buffer): boolean {
  // Nearly every row begins with its bracket, and need not be looked at.
  for (const byte of bytes) if (byte !== 0x20 && byte !== 0x09 && byte !== 0x0d) return false;
  return true;
}

/** Whether the last row, which no line feed ends, is the beginning of an object and not all of it. */
function isCutOff({ raw, fault }: ReceivedItem): boolean {
  if (fault?.code !== 'ROW_UNREADABLE' || !raw?.startsWith('{')) return false;
  const scanner = new ValueScanner();
  scanner.find(Buffer.from(raw), 0);
  return scanner.isOpen;
}
