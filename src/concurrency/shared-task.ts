import { AbandonedError, type Waiter } from './waiter.js';

/** Work that is done once for all waiters, and is aborted when the last of them has left. */
export class SharedTask<Result> {
  readonly #end = new AbortController();
  readonly #result: Promise<Result>;
  #waiting = 0;

  /** @param work starts at once; the reason of its signal is an {@link AbandonedError} */
  constructor(work: (signal: AbortSignal) => Promise<Result>) {
    this.#result = work(this.#end.signal);
  }

  /** Whether all waiters have left. */
  get isAbandoned(): boolean {
    return this.#end.signal.aborted;
  }

  /** @param waiter if omitted, the service itself waits, and never leaves */
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
