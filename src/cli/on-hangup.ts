import { isatty } from 'node:tty';

/**
 * Calls `listener` on every SIGHUP, the request to reload files. Closing a terminal sends
 * the same signal, and standard input is then no longer a TTY: that ends the process, as it would
 * without a listener.
 */
export function onHangup(listener: () => void): void {
  const hadTty = isatty(0);
  const handle = () => {
    if (hadTty && !isatty(0)) {
      process.off('SIGHUP', handle);
      process.kill(process.pid, 'SIGHUP');
    } else {
      listener();
    }
  };
  process.on('SIGHUP', handle);
}
