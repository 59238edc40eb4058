import { setImmediate as nextTurn } from 'node:timers/promises';

// Short enough that other requests are not noticeably delayed.
const sliceMs = 8;

/** Divides long work on this thread into slices, between which other work runs. */
export class TimeSlices {
  #began = performance.now();

  /** @param signal ends the work between two slices: its reason is thrown */
  constructor(private readonly signal?: AbortSignal) {}

  /** Lets other work run if the slice is over; to be awaited every millisecond or so. */
  async pause(): Promise<void> {
    if (performance.now() - this.#began < sliceMs) return;
    await nextTurn();
    this.#began = performance.now();
    this.signal?.throwIfAborted();
  }
}
