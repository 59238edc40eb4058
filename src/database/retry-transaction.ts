import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine.js';

// Of different lengths, so that those who wait do not always come in the same order.
const pauseMs = () => 25 + Math.random() * 50;
const reportEveryMs = 10_000;

/** Thrown when other transactions were in the way for too long. */
export class LockTimeoutError extends Error {
  override readonly name = 'StillInTheWay';
  readonly code: unknown;

  constructor(override readonly cause: unknown) {
    const { message, code } = Object(cause) as { message?: string; code?: unknown };
    super(message);
    this.code = code;
  }
}

/** How long to wait for other transactions that are in the way. */
export interface RetryPolicy {
  /** Milliseconds. */
  readonly ms: number;
  /** Ends the waiting: what it gives as its reason is thrown. */
  readonly signal?: AbortSignal;
  /** Hears every ten seconds that others are still in the way. */
  readonly onWait?: () => void;
}

/**
 * Runs a transaction, again and again while another one is in its way.
 *
 * @param patience for how long; if it is not given, for as long as the engine says
 */
export async function retryTransaction<Result>(
  { isRetryable, retryMs }: Pick<Engine, 'isRetryable' | 'retryMs'>,
  transaction: () => Promise<Result>,
  { ms = retryMs, signal, onWait = () => {} }: Partial<RetryPolicy> = {},
): Promise<Result> {
  const deadline = performance.now() + ms;
  let toldAt = performance.now();
  for (;;) {
    try {
      return await transaction();
    } catch (error) {
      if (!isRetryable(error)) throw error;
      if (performance.now() > deadline) throw new LockTimeoutError(error);
    }
    signal?.throwIfAborted();
    if (performance.now() > toldAt + reportEveryMs) {
      toldAt = performance.now();
      onWait();
    }
    await pause(pauseMs());
  }
}
