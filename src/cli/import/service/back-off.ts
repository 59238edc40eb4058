const firstPauseMs = 250;
const maxPauseMs = 15_000;

/** The pauses between the attempts of one request. */
export interface BackOff {
  /**
   * Milliseconds to wait before the next attempt, longer each time.
   *
   * @param requestedMs how long the server asks to wait
   * @returns undefined if the deadline would have passed by then
   */
  nextPauseMs(requestedMs?: number): number | undefined;
}

/**
 * Exponential back-off up to 15 seconds, with jitter so that clients that failed together do not
 * retry together.
 *
 * @param retryMs how long to go on retrying
 */
export function createBackOff(retryMs: number): BackOff {
  const deadline = performance.now() + retryMs;
  let longestMs = firstPauseMs;
  return {
    nextPauseMs(requestedMs = 0) {
      const pauseMs = Math.max(requestedMs, longestMs / 2) + (Math.random() * longestMs) / 2;
      longestMs = Math.min(2 * longestMs, maxPauseMs);
      return performance.now() + pauseMs > deadline ? undefined : pauseMs;
    },
  };
}

/** The milliseconds of a `Retry-After` header in seconds or as a date; undefined if there is none. */
export function parseRetryAfter(header: string | null, now: number): number | undefined {
  const text = header?.trim();
  if (!text) return undefined;
  if (/^\d+$/.test(text)) return Number(text) * 1000;
  const date = Date.parse(text);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

const secondsPerDay = 24 * 60 * 60;

/** Formats a wait for messages. Servers may send absurdly long ones. */
export function formatWait(ms: number): string {
  const seconds = Math.ceil(ms / 1000);
  return seconds > secondsPerDay ? 'more than a day' : `${seconds} s`;
}
