import { InputError } from '../../errors/input-error.js';
import { Lz4Block, Lz4Error } from './lz4-block.js';

// The signature "mozLz40" with its zero byte, and the size of the content as 32 bits, the lowest first.
const headerBytes = 12;

/**
 * Decompresses a file of Firefox: a signature, the size of the content, and a single block of LZ4. It takes
 * no more memory than two windows of LZ4, whatever size the file says.
 *
 * Throws an `InputError` with the byte at which the input is cut off or corrupt, after everything before it.
 */
export async function* readMozLz4(input: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array> {
  let header: Buffer = Buffer.alloc(0);
  let block: Lz4Block | undefined;
  try {
    for await (const { buffer, byteOffset, byteLength } of input) {
      let bytes: Buffer = Buffer.from(buffer, byteOffset, byteLength);
      if (block === undefined) {
        const missing = headerBytes - header.length;
        header = Buffer.concat([header, bytes.subarray(0, missing)]);
        bytes = bytes.subarray(missing);
        if (header.length < headerBytes) continue;
        block = new Lz4Block(header.readUInt32LE(8));
      }
      yield* block.decode(bytes);
    }
    if (block?.isComplete) return;
  } catch (error) {
    if (!(error instanceof Lz4Error)) throw error;
    const at = headerBytes + (block?.taken ?? 0);
    throw new InputError(
      `The mozlz4 data of the input is corrupt after byte ${at} (${error.message}).`,
    );
  }
  const at = header.length + (block?.taken ?? 0);
  throw new InputError(
    `The input is cut off: it ends at byte ${at}, in the middle of its mozlz4 data.`,
  );
}
