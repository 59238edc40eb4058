import { setImmediate as nextTurn } from 'node:timers/promises';

const sliceMs = 8;

/** Lets other work of this thread run now and then. */
export class TimeSlices {
  #since = performance.now();

  /** To be called often; now and then, it waits until other work has run. */
  async pause(): Promise<void> {
    if (performance.now() - this.#since < sliceMs) return;
    await nextTurn();
    this.#since = performance.now();
  }
}
