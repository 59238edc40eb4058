/**
 * Waits for Ctrl-C or a request to terminate. Another one ends the process at once, for a user who
 * does not want to wait for the requests in flight.
 *
 * @param isRunByNpm whether signals may come twice: npm passes on those that it gets itself, and a
 *   terminal sends Ctrl-C to both. Then the second one may be the first again, and does nothing
 */
export function waitForShutdownSignal(isRunByNpm: boolean): Promise<void> {
  const mostIgnored = isRunByNpm ? 2 : 1;
  return new Promise((resolve) => {
    let heard = 0;
    const stop = (signal: 'SIGINT' | 'SIGTERM') => {
      heard += 1;
      resolve();
      if (heard <= mostIgnored) return;
      // As if nobody had listened. An exit would wait for a thread that waits for the other end of a pipe.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
