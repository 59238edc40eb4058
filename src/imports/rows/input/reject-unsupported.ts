import { InputError } from '../../../errors/input-error.js';
import { detectCompression } from '../../../formats/compression/detect-compression.js';
import { peekStream } from '../../../formats/peek-stream.js';
import { fields } from '../../normalise/item-fields.js';
import { AdvisedError } from '../advised-error.js';
import type { ColumnMap } from '../column-map.js';
import { findMarkupPreset } from '../recognise/recognise-markup.js';
import { AddressError, isAddress } from './address.js';
import { stripByteOrderMark } from './byte-chunks.js';
import { detectWideEncoding } from './encodings.js';
import { detectBinaryKind } from './file-signatures.js';
import { detectTextKind } from './text-kinds.js';

// Enough for the comments at the top of a dump, and for the names of a spreadsheet's parts.
const inspectedBytes = 4096;

/**
 * Passes on the input. Throws an `InputError` if it begins like a kind of file that has no rows, and
 * whose every line would be rejected.
 */
export async function* rejectUnsupported(
  input: AsyncIterable<Uint8Array>,
  map: ColumnMap = {},
): AsyncGenerator<Uint8Array> {
  const started = await peekStream(input, ({ length }) => length >= inspectedBytes);
  let isChecked = false;
  for await (const bytes of started.input) {
    if (!isChecked) {
      isChecked = true;
      checkStart(started.start.subarray(0, inspectedBytes), map);
    }
    yield bytes;
  }
}

function checkStart(start: Buffer, map: ColumnMap): void {
  const compression = detectCompression(start);
  if (compression !== undefined) {
    throw new InputError(
      `The input is compressed with ${compression} more than once, or without saying so; decompress it first, or, in a request, name the compression in the header "Content-Encoding".`,
    );
  }
  const encoding = detectWideEncoding(start);
  if (encoding !== undefined) {
    throw new AdvisedError(
      `The input is text in ${encoding.toUpperCase()} without a byte order mark.`,
      { start: '', options: { encoding } },
    );
  }
  const text = stripByteOrderMark(start).toString();
  if (isAddress(text)) throw new AddressError(text);
  const isReadable = (each: string) => findMarkupPreset(each) !== undefined || hasHeader(each, map);
  const found = detectBinaryKind(start) ?? (isReadable(text) ? undefined : detectTextKind(text));
  if (found !== undefined) throw new InputError(`The input is ${found.kind}; ${found.advice}.`);
  if (isBinary(start)) {
    throw new InputError('The input is binary data; expected CSV, TSV, NDJSON or JSON.');
  }
}

/** Whether the first line names an expected column; then the rest is rows, whatever it looks like. */
function hasHeader(text: string, map: ColumnMap): boolean {
  const [line = ''] = text.trimStart().split(/[\r\n]/, 1);
  const cells = line.split(/[,;\t|]/).map((cell) => cell.replaceAll('"', '').trim().toLowerCase());
  return fields.some((field) => cells.includes((map[field] ?? field).toLowerCase()));
}

// A short input may be an odd row, and is then rejected as a row.
const minBytes = 64;

/** Whether more than a tenth are control characters that do not occur in text. */
function isBinary(start: Buffer): boolean {
  if (start.length < minBytes) return false;
  let controls = 0;
  for (const byte of start)
    if (byte < 0x09 || (byte > 0x0d && byte < 0x20 && byte !== 0x1a)) controls += 1;
  return controls > start.length / 10;
}
