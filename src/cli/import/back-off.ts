import { setTimeout as passed } from 'node:timers/promises';

const firstPauseMs = 250;
const longestPauseMs = 15_000;

/** The pauses between the trials of one piece of work. */
export interface BackOff {
  /**
   * Waits before the next trial, longer each time.
   *
   * @param wantedMs for how long the other side asks to wait
   * @returns false, at once, when the time for trials would be over then
   */
  next(wantedMs?: number): Promise<boolean>;
}

/**
 * Makes pauses that double up to 15 seconds, shortened by chance, so that many who failed together
 * do not come back together.
 *
 * @param patienceMs for how long to go on trying
 * @param signal ends a pause, and with it the work
 */
export function backOff(patienceMs: number, signal: AbortSignal): BackOff {
  const deadline = performance.now() + patienceMs;
  let pauseMs = firstPauseMs;
  return {
    async next(wantedMs = 0) {
      const waitedMs = Math.max(wantedMs, pauseMs / 2) + (Math.random() * pauseMs) / 2;
      pauseMs = Math.min(2 * pauseMs, longestPauseMs);
      if (performance.now() + waitedMs > deadline) return false;
      await passed(waitedMs, undefined, { signal });
      return true;
    },
  };
}

/** The milliseconds that a header Retry-After asks for, in seconds or as a date; undefined without. */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
