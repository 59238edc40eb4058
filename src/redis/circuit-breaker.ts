import { withDeadline } from '../concurrency/deadline.js';

/** Thrown instead of making a call, because other calls failed or hang. */
class CircuitOpenError extends Error {
  override readonly name = 'Unavailable';
}

/** The bounds of a {@link CircuitBreaker}. */
export interface CircuitBreakerOptions {
  /** Milliseconds after which a call counts as failed. */
  readonly deadlineMs: number;
  /**
   * Milliseconds after which a pending call keeps others from being started. Of the calls that have been
   * started by then, all but the first `maxFailures` are abandoned after this time as well.
   */
  readonly suspicionMs: number;
  /** How many calls must fail in a row to open the circuit. */
  readonly maxFailures: number;
  /** Milliseconds between the probes of an open circuit. */
  readonly probeIntervalMs: number;
  /** Called when the circuit opens, with the last failure. */
  readonly onOpen?: (reason: unknown) => void;
  /** Called when a probe fails, so that the circuit stays open. */
  readonly onFailedProbe?: () => void;
  /** Called when a probe succeeds and the circuit closes. */
  readonly onClose?: () => void;
}

/**
 * Keeps a service that hangs or fails from slowing its callers. Calls have a deadline; after some
 * failures the circuit opens and no calls are made, until a background probe, for which no caller waits, succeeds
 * (half-open).
 */
export class CircuitBreaker {
  #failures = 0;
  #nextProbe = 0;
  #pending = new Set<{ readonly since: number }>();

  constructor(private readonly options: CircuitBreakerOptions) {}

  /** Makes the call; throws a {@link CircuitOpenError} at once while the circuit is open. */
  async call<Result>(work: () => Promise<Result>): Promise<Result> {
    const now = performance.now();
    const { maxFailures, suspicionMs, probeIntervalMs, onFailedProbe } = this.options;
    if (this.#failures >= maxFailures) {
      if (now >= this.#nextProbe) {
        this.#nextProbe = now + probeIntervalMs;
        this.#make(work, now).catch(() => onFailedProbe?.());
      }
      throw new CircuitOpenError('The circuit is open because earlier calls failed.');
    }
    const [oldest] = this.#pending;
    if (oldest !== undefined && now - oldest.since > suspicionMs) {
      throw new CircuitOpenError('Another call has been pending for suspiciously long.');
    }
    return this.#pending.size < maxFailures
      ? this.#make(work, now)
      : withDeadline(work, suspicionMs);
  }

  async #make<Result>(work: () => Promise<Result>, since: number): Promise<Result> {
    const { maxFailures, deadlineMs, probeIntervalMs, onOpen, onClose } = this.options;
    const call = { since };
    this.#pending.add(call);
    try {
      const result = await withDeadline(work, deadlineMs);
      const wasOpen = this.#failures >= maxFailures;
      this.#failures = 0;
      if (wasOpen) onClose?.();
      return result;
    } catch (error) {
      this.#failures++;
      this.#nextProbe = performance.now() + probeIntervalMs;
      if (this.#failures === maxFailures) onOpen?.(error);
      throw error;
    } finally {
      this.#pending.delete(call);
    }
  }
}
