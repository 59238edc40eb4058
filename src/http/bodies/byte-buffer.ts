import { RequestError } from '../../errors/request-error.js';
import { maxBodyBytes } from '../server-bounds.js';
import type { BodyMemory, MemoryReservation } from './body-memory.js';

// A connection costs more by itself.
const uncountedBytes = 4 * 1024;

/** The bytes of a body, collected until it is complete. */
export class ByteBuffer {
  #bytes: Uint8Array = new Uint8Array();
  #length = 0;
  #reservation: MemoryReservation | undefined;

  /** @param onClose registers a callback for when the response is complete or the client has left */
  constructor(
    private readonly memory: BodyMemory,
    private readonly onClose: (release: () => void) => void,
  ) {}

  /** Adds the next chunk. Throws `BODY_TOO_LARGE` or `SERVICE_BUSY` as soon as it is too much. */
  add(chunk: Uint8Array): void {
    const length = this.#length + chunk.length;
    if (length > maxBodyBytes) throw bodyTooLarge();
    this.#reserve(length);
    if (this.#length === 0) this.#bytes = chunk;
    else this.#append(chunk, length);
    this.#length = length;
  }

  /** Copies, as chunks of one byte would take hundreds of bytes each. */
  #append(chunk: Uint8Array, length: number): void {
    if (length > this.#bytes.length) {
      const larger = Buffer.allocUnsafeSlow(Math.max(length, 2 * this.#bytes.length));
      larger.set(this.#bytes.subarray(0, this.#length));
      this.#bytes = larger;
    }
    this.#bytes.set(chunk, this.#length);
  }

  #reserve(bytes: number): void {
    if (this.#reservation === undefined) {
      if (bytes <= uncountedBytes) return;
      this.#reservation = this.memory.reserve();
      this.onClose(() => this.release());
    }
    this.#reservation.resize(bytes);
  }

  /** All bytes. They count until they are released, as what is parsed from them takes memory, too. */
  take(): Buffer {
    const { buffer, byteOffset } = this.#bytes;
    this.#bytes = new Uint8Array();
    return Buffer.from(buffer, byteOffset, this.#length);
  }

  /** Forgets the bytes, and returns their memory. */
  release(): void {
    this.#bytes = new Uint8Array();
    this.#reservation?.resize(0);
  }
}

/** The error for a body that is too large to be read at once, compressed or not. */
export const bodyTooLarge = () =>
  new RequestError(
    'BODY_TOO_LARGE',
    `The request body is over ${maxBodyBytes} bytes, the maximum. Nothing was stored.`,
  );
