import { RequestError } from '../../errors/request-error.js';

// Many clients send small bodies, and few send large ones. Those few may not lock out the others.
const smallBytes = 256 * 1024;
const partOfLarge = 7 / 8;

/** The memory that the bodies of all requests may take together. What is held counts, not what is announced. */
export class BodyMemory {
  #held = 0;

  /** @param most bytes */
  constructor(private readonly most: number) {}

  /** The memory of one more body, which holds nothing yet. */
  open(): MemoryReservation {
    let held = 0;
    return {
      set: (bytes) => {
        const total = this.#held - held + bytes;
        const most = bytes > smallBytes ? this.most * partOfLarge : this.most;
        if (bytes > held && total > most) throw noMemory();
        this.#held = total;
        held = bytes;
      },
    };
  }
}

/** What one body holds. */
export interface MemoryReservation {
  /** Says that it holds so many bytes now. Throws `SERVICE_BUSY` where that is more, and too much. */
  readonly set: (bytes: number) => void;
}

const noMemory = () =>
  new RequestError(
    'SERVICE_BUSY',
    'The requests that are being served take all the memory that there is for bodies; send this one again later.',
  );
