import { setTimeout as passed } from 'node:timers/promises';

// Far longer than any machine takes: what never comes true must not hang.
const patienceMs = 20_000;

/**
 * Waits until it is so. Throws, naming what it was, when that does not come true.
 *
 * @param pauseMs between two looks
 */
export async function until(
  what: string,
  isSo: () => boolean | Promise<boolean>,
  pauseMs = 20,
): Promise<void> {
  const deadline = performance.now() + patienceMs;
  while (!(await isSo())) {
    if (performance.now() > deadline) {
      throw new Error(`It did not come true within ${patienceMs / 1000} s: ${what}.`);
    }
    await passed(pauseMs);
  }
}
