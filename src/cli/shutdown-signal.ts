/**
 * Waits for SIGINT (Ctrl-C) or SIGTERM. Another signal ends the process at once, for users who do not
 * want to wait for the requests in flight.
 *
 * @param isRunByNpm whether each signal may arrive twice: npm forwards its own signals, and a terminal
 *   sends Ctrl-C to both processes. The second signal is then ignored
 */
export function waitForShutdownSignal(isRunByNpm: boolean): Promise<void> {
  const maxGraceful = isRunByNpm ? 2 : 1;
  return new Promise((resolve) => {
    let received = 0;
    const stop = (signal: 'SIGINT' | 'SIGTERM') => {
      received += 1;
      resolve();
      if (received <= maxGraceful) return;
      // The default action of the signal: `process.exit` would wait for a thread that is blocked on a pipe.
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    };
    process.on('SIGINT', stop).on('SIGTERM', stop);
  });
}
