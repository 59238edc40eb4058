/** Thrown in the place of a call that took too long, or that was not made because others had failed. */
export class Unavailable extends Error {
  override readonly name = 'Unavailable';
}

/** The bounds of a {@link Breaker}. */
export interface BreakerOptions {
  /** Milliseconds after which a call counts as failed. */
  readonly deadline: number;
  /** Milliseconds that one call may wait before no others are begun beside it. */
  readonly suspicion: number;
  /** How many calls must fail in a row before no more are made. */
  readonly failures: number;
  /** Milliseconds between the trials by which it is found out whether calls can go on. */
  readonly pause: number;
  /** Hears that calls were stopped, with the reason, and that they go on. */
  readonly onChange?: (open: boolean, reason?: unknown) => void;
}

/**
 * Keeps a service that hangs or fails from slowing its callers. Calls have a deadline; after some
 * failures they are not made any more, until a trial that nobody waits for succeeds.
 */
export class Breaker {
  #failures = 0;
  #nextTrial = 0;
  #waiting = new Set<{ readonly since: number }>();

  constructor(private readonly options: BreakerOptions) {}

  /** Makes the call; throws {@link Unavailable} at once while calls are stopped. */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    const now = performance.now();
    if (this.#failures >= this.options.failures) {
      if (now >= this.#nextTrial) {
        this.#nextTrial = now + this.options.pause;
        this.#make(work, now).catch(() => {});
      }
      throw new Unavailable('The calls are stopped for now, as others failed.');
    }
    const [oldest] = this.#waiting;
    if (oldest !== undefined && now - oldest.since > this.options.suspicion) {
      throw new Unavailable('Another call has been waiting for suspiciously long.');
    }
    return this.#make(work, now);
  }

  async #make<Result>(work: () => Promise<Result>, since: number): Promise<Result> {
    const waiting = { since };
    this.#waiting.add(waiting);
    try {
      const result = await withDeadline(work, this.options.deadline);
      const stopped = this.#failures >= this.options.failures;
      this.#failures = 0;
      if (stopped) this.options.onChange?.(false);
      return result;
    } catch (error) {
      this.#failures++;
      this.#nextTrial = performance.now() + this.options.pause;
      if (this.#failures === this.options.failures) this.options.onChange?.(true, error);
      throw error;
    } finally {
      this.#waiting.delete(waiting);
    }
  }
}

async function withDeadline<Result>(work: () => Promise<Result>, deadline: number) {
  const { promise: late, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => reject(new Unavailable(`No answer came within ${deadline} ms.`)),
    deadline,
  );
  try {
    return await Promise.race([work(), late]);
  } finally {
    clearTimeout(timer);
  }
}
