import { setTimeout as pause } from 'node:timers/promises';
import type { Engine } from './engine.js';

const patienceMs = 5000;
const pauseMs = 50;

/** Runs `work`, again and again while it fails because another process is writing, for 5 seconds. */
export async function untilNotBusy<Result>(
  engine: Engine,
  work: () => Promise<Result>,
): Promise<Result> {
  const deadline = performance.now() + patienceMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      if (!engine.isBusy(error) || performance.now() > deadline) throw error;
    }
    await pause(pauseMs);
  }
}
