import { RequestError } from '../../errors/request-error.js';
import { maxBodyBytes } from '../server-bounds.js';
import type { BodyMemory, MemoryReservation } from './body-memory.js';

// A connection costs more by itself.
const uncountedBytes = 4 * 1024;

/** Bytes that come in pieces, held until they are whole. */
export class ByteBuffer {
  #bytes: Uint8Array = new Uint8Array();
  #length = 0;
  #held: MemoryReservation | undefined;

  /** @param onClose has what it is given called when the request was answered, or its client has left */
  constructor(
    private readonly memory: BodyMemory,
    private readonly onClose: (release: () => void) => void,
  ) {}

  /** Takes the next piece. Throws `BODY_TOO_LARGE` and `SERVICE_BUSY` as soon as it is too much. */
  add(piece: Uint8Array): void {
    const length = this.#length + piece.length;
    if (length > maxBodyBytes) throw bodyTooLarge();
    this.#hold(length);
    if (this.#length === 0) this.#bytes = piece;
    else this.#append(piece, length);
    this.#length = length;
  }

  /** Copies, as pieces of a byte each would take hundreds of bytes each. */
  #append(piece: Uint8Array, length: number): void {
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(piece, this.#length);
  }

  #hold(bytes: number): void {
    if (this.#held === undefined) {
      if (bytes <= uncountedBytes) return;
      this.#held = this.memory.open();
      this.onClose(() => this.release());
    }
    this.#held.set(bytes);
  }

  /** All that came. Whatever it is turned into takes the memory until it is released. */
  take(): Buffer {
    const { buffer, byteOffset } = this.#bytes;
    this.#bytes = new Uint8Array();
    return Buffer.from(buffer, byteOffset, this.#length);
  }

  /** Says that nothing of it is needed any more. */
  release(): void {
    this.#bytes = new Uint8Array();
    this.#held?.set(0);
  }
}

/** The error for a body, unpacked or not, that is larger than any that is read at once. */
export const bodyTooLarge = () =>
  new RequestError(
    'BODY_TOO_LARGE',
    `The body is over ${maxBodyBytes} bytes, the most that is read. Nothing was stored.`,
  );
