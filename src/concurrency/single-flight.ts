import { SharedTask } from './shared-task.js';
import type { Waiter } from './waiter.js';

/** Has work that is asked for several times at once done once. */
export class SingleFlight<Result> {
  readonly #flights = new Map<string, SharedTask<Result>>();

  /**
   * Joins the work under this key, or begins it. It ends when all have left who wait for it.
   *
   * @param waiter without one, the service itself waits
   */
  run(
    key: string,
    work: (signal: AbortSignal) => Promise<Result>,
    waiter?: Waiter,
  ): Promise<Result> {
    let flight = this.#flights.get(key);
    // What was abandoned has not ended yet, but fails.
    if (flight === undefined || flight.isAbandoned) {
      const begun = new SharedTask((signal) =>
        work(signal).finally(() => {
          if (this.#flights.get(key) === begun) this.#flights.delete(key);
        }),
      );
      this.#flights.set(key, begun);
      flight = begun;
    }
    return flight.resultFor(waiter);
  }
}
