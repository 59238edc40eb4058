import type { Transform } from 'node:stream';
import { InputError } from '../../errors/input-error.js';

/** A decompressing stream of Node.js, which counts the compressed bytes that it consumed. */
export type Decompressor = Transform & { readonly bytesWritten: number };

/**
 * Decompresses an input that may consist of several parts, each compressed by itself. The output before
 * a fault is yielded before the fault is thrown; reading the stream as usual would drop it.
 *
 * @param compression its name, for messages
 */
export async function* decompressWith(
  input: AsyncIterable<Uint8Array>,
  compression: string,
  createStream: () => Decompressor,
): AsyncGenerator<Uint8Array> {
  let part: Part | undefined;
  // By the earlier parts.
  let taken = 0;
  try {
    for await (let bytes of input) {
      while (bytes.length > 0) {
        if (part === undefined && taken > 0 && isPadding(bytes, compression)) break;
        part ??= new Part(createStream());
        const before = part.taken;
        yield* part.decompress(bytes);
        bytes = bytes.subarray(part.taken - before);
        if (bytes.length === 0) break;
        // It consumed no more because it is complete; the rest is another part.
        taken += part.taken;
        part.close();
        part = undefined;
      }
    }
    if (part) yield* part.finish();
  } catch (error) {
    if (!(error instanceof DecompressionError)) throw error;
    const at = taken + (part?.taken ?? 0);
    throw new InputError(
      error.isCutOff
        ? `The input is cut off: it ends at byte ${at}, in the middle of its ${compression} data.`
        : `The ${compression} data of the input is corrupt after byte ${at} (${error.message}).`,
    );
  } finally {
    part?.close();
  }
}

/** Whether the bytes are the padding that tapes and disks add to files compressed with gzip. */
const isPadding = (bytes: Uint8Array, compression: string) =>
  compression === 'gzip' && bytes.every((byte) => byte === 0);

class DecompressionError extends Error {
  readonly isCutOff: boolean;

  constructor({ message, code }: NodeJS.ErrnoException) {
    super(message);
    this.isCutOff = code === 'Z_BUF_ERROR';
  }
}

/** A part that was compressed by itself. */
class Part {
  readonly #stream: Decompressor;
  #fault: DecompressionError | undefined;
  #wake = () => {};

  constructor(stream: Decompressor) {
    this.#stream = stream;
    stream.on('readable', () => this.#wake());
    stream.on('error', (error) => {
      this.#fault = new DecompressionError(error);
      this.#wake();
    });
  }

  /** How many bytes of the input belong to this part. */
  get taken(): number {
    return this.#stream.bytesWritten;
  }

  decompress(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    return this.#output((done) => this.#stream.write(bytes, done));
  }

  finish(): AsyncGenerator<Uint8Array> {
    return this.#output((done) => this.#stream.once('end', done).end());
  }

  close(): void {
    this.#stream.destroy();
  }

  /** The output until the operation is done, at the pace of its consumer. */
  async *#output(start: (done: () => void) => void): AsyncGenerator<Uint8Array> {
    let isDone = false;
    start(() => {
      isDone = true;
      this.#wake();
    });
    for (;;) {
      const bytes: Buffer | null = this.#stream.read();
      if (bytes !== null) yield bytes;
      else if (this.#fault) throw this.#fault;
      else if (isDone) return;
      else {
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
      }
    }
  }
}
