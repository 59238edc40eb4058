import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine.js';

const pauseMs = 50;

/** Thrown when other transactions were in the way for too long. */
export class StillInTheWay extends Error {
  override readonly name = 'StillInTheWay';
  readonly code: unknown;

  constructor(override readonly cause: unknown) {
    const { message, code } = Object(cause) as { message?: string; code?: unknown };
    super(message);
    this.code = code;
  }
}

/** Runs a transaction, again and again while another one is in its way, for as long as the engine says. */
export async function retryTransaction<Result>(
  engine: Pick<Engine, 'isRetryable' | 'retryMs'>,
  transaction: () => Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + engine.retryMs;
  for (;;) {
    try {
      return await transaction();
    } catch (error) {
      if (!engine.isRetryable(error)) throw error;
      if (performance.now() > deadline) throw new StillInTheWay(error);
    }
    await pause(pauseMs);
  }
}
