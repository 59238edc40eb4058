import { InputError } from './input-error.js';

/** A part of an input, and the place of its first byte in it. */
export interface Piece {
  readonly bytes: Buffer;
  readonly at: number;
}

// What is read from a piece is handed on at once, so this bounds a batch, and how long one thread works.
const maxPieceBytes = 1 << 16;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes without the byte order mark that programs of Windows put first. */
export function withoutMark(bytes: Buffer): Buffer {
  const isMarked = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  return isMarked ? bytes.subarray(byteOrderMark.length) : bytes;
}

/**
 * Throws an `InputError` for the beginning of a text in UTF-16, which some programs of Windows write:
 * read as UTF-8, it would be nothing but rejected rows.
 */
function refuseUtf16([first, second]: Buffer): void {
  const isMarked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
  if (!isMarked && first !== 0 && second !== 0) return;
  throw new InputError('It begins as a text in UTF-16 does; save it in UTF-8.');
}

/** The input in pieces of at most 64 KB, without a byte order mark. */
export async function* pieces(input: AsyncIterable<Uint8Array>): AsyncGenerator<Piece> {
  let at = 0;
  let isBegun = false;
  let waiting: Buffer = Buffer.alloc(0);
  for await (const { buffer, byteOffset, byteLength } of input) {
    let bytes: Buffer = Buffer.from(buffer, byteOffset, byteLength);
    if (!isBegun) {
      bytes = Buffer.concat([waiting, bytes]);
      waiting = bytes;
      if (bytes.length < byteOrderMark.length) continue;
      isBegun = true;
      refuseUtf16(bytes);
      at = bytes.length;
      bytes = withoutMark(bytes);
      at -= bytes.length;
    }
    for (let from = 0; from < bytes.length; from += maxPieceBytes) {
      const piece = bytes.subarray(from, from + maxPieceBytes);
      yield { bytes: piece, at };
      at += piece.length;
    }
  }
  if (!isBegun && waiting.length > 0) yield { bytes: waiting, at };
}
