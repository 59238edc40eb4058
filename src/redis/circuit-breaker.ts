import { withDeadline } from '../concurrency/deadline.js';

/** Thrown in the place of a call that was not made because others had failed. */
class CircuitOpenError extends Error {
  override readonly name = 'Unavailable';
}

/** The bounds of a {@link CircuitBreaker}. */
export interface CircuitBreakerOptions {
  /** Milliseconds after which a call counts as failed. */
  readonly deadline: number;
  /**
   * Milliseconds that one call may wait before no others are begun beside it. Of the calls that
   * were begun by then, all but the first `failures` are given up after this time, too.
   */
  readonly suspicion: number;
  /** How many calls must fail in a row before no more are made. */
  readonly failures: number;
  /** Milliseconds between the trials by which it is found out whether calls can go on. */
  readonly pause: number;
  /** Hears that calls are stopped, and why. */
  readonly onStop?: (reason: unknown) => void;
  /** Hears that they stay so, as a trial has failed. */
  readonly onFailedTrial?: () => void;
  /** Hears that they go on. */
  readonly onResume?: () => void;
}

/**
 * Keeps a service that hangs or fails from slowing its callers. Calls have a deadline; after some
 * failures they are not made any more, until a trial that nobody waits for succeeds.
 */
export class CircuitBreaker {
  #failures = 0;
  #nextTrial = 0;
  #waiting = new Set<{ readonly since: number }>();

  constructor(private readonly options: CircuitBreakerOptions) {}

  /** Makes the call; throws {@link CircuitOpenError} at once while calls are stopped. */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    const now = performance.now();
    if (this.#failures >= this.options.failures) {
      if (now >= this.#nextTrial) {
        this.#nextTrial = now + this.options.pause;
        this.#make(work, now).catch(() => this.options.onFailedTrial?.());
      }
      throw new CircuitOpenError('The calls are stopped for now, as others failed.');
    }
    const [oldest] = this.#waiting;
    if (oldest !== undefined && now - oldest.since > this.options.suspicion) {
      throw new CircuitOpenError('Another call has been waiting for suspiciously long.');
    }
    return this.#waiting.size < this.options.failures
      ? this.#make(work, now)
      : withDeadline(work, this.options.suspicion);
  }

  async #make<Result>(work: () => Promise<Result>, since: number): Promise<Result> {
    const waiting = { since };
    this.#waiting.add(waiting);
    try {
      const result = await withDeadline(work, this.options.deadline);
      const stopped = this.#failures >= this.options.failures;
      this.#failures = 0;
      if (stopped) this.options.onResume?.();
      return result;
    } catch (error) {
      this.#failures++;
      this.#nextTrial = performance.now() + this.options.pause;
      if (this.#failures === this.options.failures) this.options.onStop?.(error);
      throw error;
    } finally {
      this.#waiting.delete(waiting);
    }
  }
}
