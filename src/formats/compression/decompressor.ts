import type { Transform } from 'node:stream';
import { InputError } from '../../errors/input-error.js';

/** A stream of Node.js that unpacks, and says how many of the packed bytes it took. */
export type Decompressor = Transform & { readonly bytesWritten: number };

/**
 * Unpacks an input that may consist of several parts, each packed by itself. What came out before a
 * fault is given before the fault is thrown: a stream that is read as usual forgets it.
 *
 * @param packing how the input is packed, for messages
 */
export async function* decompressWith(
  input: AsyncIterable<Uint8Array>,
  packing: string,
  makeUnpacker: () => Decompressor,
): AsyncGenerator<Uint8Array> {
  let part: Part | undefined;
  // By the parts before this one.
  let taken = 0;
  try {
    for await (let bytes of input) {
      while (bytes.length > 0) {
        if (part === undefined && taken > 0 && isPadding(bytes, packing)) break;
        part ??= new Part(makeUnpacker());
        const before = part.taken;
        yield* part.outputOf(bytes);
        bytes = bytes.subarray(part.taken - before);
        if (bytes.length === 0) break;
        // It took no more because it is whole; the rest is another part.
        taken += part.taken;
        part.close();
        part = undefined;
      }
    }
    if (part) yield* part.outputOfEnd();
  } catch (error) {
    if (!(error instanceof PackingError)) throw error;
    const at = taken + (part?.taken ?? 0);
    throw new InputError(
      error.isCutOff
        ? `The input is cut off: it ends at byte ${at}, in the middle of what is packed by ${packing}.`
        : `The input is packed by ${packing}, and broken somewhere after byte ${at} (${error.message}).`,
    );
  } finally {
    part?.close();
  }
}

/** Whether the bytes are what tapes and disks put behind files that are packed by gzip. */
const isPadding = (bytes: Uint8Array, packing: string) =>
  packing === 'gzip' && bytes.every((byte) => byte === 0);

class PackingError extends Error {
  readonly isCutOff: boolean;

  constructor({ message, code }: NodeJS.ErrnoException) {
    super(message);
    this.isCutOff = code === 'Z_BUF_ERROR';
  }
}

/** What was packed in one go. */
class Part {
  readonly #unpacker: Decompressor;
  #fault: PackingError | undefined;
  #wake = () => {};

  constructor(unpacker: Decompressor) {
    this.#unpacker = unpacker;
    unpacker.on('readable', () => this.#wake());
    unpacker.on('error', (error) => {
      this.#fault = new PackingError(error);
      this.#wake();
    });
  }

  /** How many bytes of the input were this part's. */
  get taken(): number {
    return this.#unpacker.bytesWritten;
  }

  outputOf(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
    return this.#output((done) => this.#unpacker.write(bytes, done));
  }

  outputOfEnd(): AsyncGenerator<Uint8Array> {
    return this.#output((done) => this.#unpacker.once('end', done).end());
  }

  close(): void {
    this.#unpacker.destroy();
  }

  /** All that comes out until what was begun is done, as fast as it is taken. */
  async *#output(begin: (done: () => void) => void): AsyncGenerator<Uint8Array> {
    let isDone = false;
    begin(() => {
      isDone = true;
      this.#wake();
    });
    for (;;) {
      const bytes: Buffer | null = this.#unpacker.read();
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
