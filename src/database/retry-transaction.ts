import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine.js';

const patienceMs = 5000;
const pauseMs = 50;

/** Runs a transaction, again and again while another one is in its way, for 5 seconds. */
export async function retryTransaction<Result>(
  engine: Pick<Engine, 'isRetryable'>,
  transaction: () => Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await transaction();
    } catch (error) {
      if (!engine.isRetryable(error) || performance.now() > deadline) throw error;
    }
    await pause(pauseMs);
  }
}
