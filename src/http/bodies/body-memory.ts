import { RequestError } from '../../errors/request-error.js';

// Many clients send small bodies, and few send large ones. Those few must not lock out the others.
const maxSmallBytes = 256 * 1024;
const shareOfLarge = 7 / 8;

/** The memory that the bodies of all requests may hold together. What counts are received bytes, not the Content-Length. */
export class BodyMemory {
  #held = 0;

  constructor(private readonly maxBytes: number) {}

  /** Starts a reservation for a body, of nothing yet. */
  reserve(): MemoryReservation {
    let held = 0;
    return {
      resize: (bytes) => {
        const total = this.#held - held + bytes;
        const max = bytes > maxSmallBytes ? this.maxBytes * shareOfLarge : this.maxBytes;
        if (bytes > held && total > max) throw outOfMemory();
        this.#held = total;
        held = bytes;
      },
    };
  }
}

/** The memory of one body. */
export interface MemoryReservation {
  /** Sets the bytes that the body holds. Throws `SERVICE_BUSY` if it grows and there is no room. */
  readonly resize: (bytes: number) => void;
}

const outOfMemory = () =>
  new RequestError(
    'SERVICE_BUSY',
    'The bodies of other requests take all the memory that bodies may take; send this request again later.',
  );
