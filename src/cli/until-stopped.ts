import { constants } from 'node:os';

// One Ctrl-C reaches the process twice under `npm run`: from the terminal, and passed on by npm,
// which takes a while where the machine is busy.
const echoMs = 3_000;

/**
 * Waits for Ctrl-C or a request to terminate. A second one, when it is no echo of the first, ends
 * the process at once, for a user who does not want to wait for the requests in flight.
 */
export function untilStopped(): Promise<void> {
  return new Promise((resolve) => {
    let stoppedAt: number | undefined;
    const stop = (signal: 'SIGINT' | 'SIGTERM') => {
      stoppedAt ??= performance.now();
      if (performance.now() - stoppedAt > echoMs) process.exit(128 + constants.signals[signal]);
      resolve();
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
