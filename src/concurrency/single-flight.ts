import { SharedTask } from './shared-task.js';
import type { Waiter } from './waiter.js';

/** Does work only once if it is requested several times at once. */
export class SingleFlight<Result> {
  readonly #flights = new Map<string, SharedTask<Result>>();

  /**
   * Joins the flight with this key, or starts it. It is aborted when all waiters have left.
   *
   * @param waiter if omitted, the service itself waits
   */
  run(
    key: string,
    work: (signal: AbortSignal) => Promise<Result>,
    waiter?: Waiter,
  ): Promise<Result> {
    let flight = this.#flights.get(key);
    // An abandoned flight has not ended yet, but it will fail.
    if (flight === undefined || flight.isAbandoned) {
      const started = new SharedTask((signal) =>
        work(signal).finally(() => {
          if (this.#flights.get(key) === started) this.#flights.delete(key);
        }),
      );
      this.#flights.set(key, started);
      flight = started;
    }
    return flight.resultFor(waiter);
  }
}
