import { AbandonedError, type Waiter } from './waiter.js';

/** Work that is done once for all who wait for its result, and ends when the last of them has left. */
export class SharedTask<Result> {
  readonly #end = new AbortController();
  readonly #result: Promise<Result>;
  #waiting = 0;

  /** @param work is begun at once; the signal gives a {@link AbandonedError} as its reason */
  constructor(work: (signal: AbortSignal) => Promise<Result>) {
    this.#result = work(this.#end.signal);
  }

  /** Whether all who waited have left. */
  get isAbandoned(): boolean {
    return this.#end.signal.aborted;
  }

  /** @param waiter without one, the service itself waits, which never leaves */
  async resultFor(waiter?: Waiter): Promise<Result> {
    this.#waiting += 1;
    const forget = waiter?.onLeave(() => {
      this.#waiting -= 1;
      if (this.#waiting === 0) this.#end.abort(new AbandonedError());
    });
    try {
      return await this.#result;
    } finally {
      forget?.();
    }
  }
}
