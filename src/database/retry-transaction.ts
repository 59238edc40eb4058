import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine.js';

// Of random lengths (jitter), so that waiting transactions do not always retry in the same order.
const pauseMs = () => 25 + Math.random() * 50;
const reportEveryMs = 10_000;

/** Thrown when other transactions held the lock for too long. */
export class LockTimeoutError extends Error {
  override readonly name = 'LockTimeoutError';
  readonly code: unknown;

  constructor(override readonly cause: unknown) {
    const { message, code } = Object(cause) as { message?: string; code?: unknown };
    super(message);
    this.code = code;
  }
}

/** For how long to retry while other transactions hold the lock. */
export interface RetryPolicy {
  /** Milliseconds. */
  readonly ms: number;
  /** Ends the wait: its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Called every ten seconds while other transactions hold the lock. */
  readonly onWait?: () => void;
}

/**
 * Runs a transaction, and retries it while it conflicts with others. Throws a {@link LockTimeoutError}
 * when the time is up.
 *
 * @param retryPolicy for how long; by default, for as long as the engine says
 */
export async function retryTransaction<Result>(
  { isRetryable, retryMs }: Pick<Engine, 'isRetryable' | 'retryMs'>,
  transaction: () => Promise<Result>,
  { ms = retryMs, signal, onWait = () => {} }: Partial<RetryPolicy> = {},
): Promise<Result> {
  const deadline = performance.now() + ms;
  let reportedAt = performance.now();
  for (;;) {
    try {
      return await transaction();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (performance.now() > deadline) throw new LockTimeoutError(error);
    }
    signal?.throwIfAborted();
    if (performance.now() > reportedAt + reportEveryMs) {
      reportedAt = performance.now();
      onWait();
    }
    await pause(pauseMs());
  }
}
