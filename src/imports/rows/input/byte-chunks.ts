import { peekStream } from '../../../formats/peek-stream.js';

/** A part of an input, and the position of its first byte in it. */
export interface ByteChunk {
  readonly bytes: Buffer;
  readonly at: number;
}

// The rows of a chunk are passed on at once, so this bounds a batch and the time between yields.
const maxChunkBytes = 1 << 16;
const byteOrderMark = Buffer.from([0xef, 0xbb, 0xbf]);

/** The bytes without the byte order mark that Windows programs put first. */
export function stripByteOrderMark(bytes: Buffer): Buffer {
  const isMarked = bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark);
  return isMarked ? bytes.subarray(byteOrderMark.length) : bytes;
}

// DOS writes it at the end of a file.
const controlZ = 0x1a;

/** Splits an input into chunks of at most 64 KB, without a byte order mark and without a trailing Ctrl-Z. */
export async function* readByteChunks(input: AsyncIterable<Uint8Array>): AsyncGenerator<ByteChunk> {
  const started = await peekStream(input, ({ length }) => length >= byteOrderMark.length);
  let at = 0;
  let hasStarted = false;
  // Held back because it may be the last byte.
  let held: Buffer = Buffer.alloc(0);
  for await (const { buffer, byteOffset, byteLength } of started.input) {
    let bytes: Buffer = Buffer.from(buffer, byteOffset, byteLength);
    if (!hasStarted) {
      hasStarted = true;
      at = bytes.length;
      bytes = stripByteOrderMark(bytes);
      at -= bytes.length;
    }
    if (bytes.length > 0 && held.length > 0) {
      yield { bytes: held, at };
      at += held.length;
      held = Buffer.alloc(0);
    }
    if (bytes.at(-1) === controlZ) {
      held = bytes.subarray(-1);
      bytes = bytes.subarray(0, -1);
    }
    for (let from = 0; from < bytes.length; from += maxChunkBytes) {
      const chunk = bytes.subarray(from, from + maxChunkBytes);
      yield { bytes: chunk, at };
      at += chunk.length;
    }
  }
}
