const firstPauseMs = 250;
const longestPauseMs = 15_000;

/** The pauses between the trials of one piece of work. */
export interface BackOff {
  /**
   * For how many milliseconds to wait before the next trial, longer each time.
   *
   * @param wantedMs for how long the other side asks to wait
   * @returns undefined when the time for trials would be over then
   */
  nextPauseMs(wantedMs?: number): number | undefined;
}

/**
 * Makes pauses that double up to 15 seconds, shortened by chance, so that many who failed together
 * do not come back together.
 *
 * @param patienceMs for how long to go on trying
 */
export function createBackOff(patienceMs: number): BackOff {
  const deadline = performance.now() + patienceMs;
  let longestMs = firstPauseMs;
  return {
    nextPauseMs(wantedMs = 0) {
      const pauseMs = Math.max(wantedMs, longestMs / 2) + (Math.random() * longestMs) / 2;
      longestMs = Math.min(2 * longestMs, longestPauseMs);
      return performance.now() + pauseMs > deadline ? undefined : pauseMs;
    },
  };
}

/** The milliseconds that a header Retry-After asks for, in seconds or as a date; undefined without. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const secondsOfDay = 24 * 60 * 60;

/** A wait for people; what asks for more than a day may ask for any number. */
export function formatWait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds > secondsOfDay ? 'more than a day' : `${seconds} s`;
}
