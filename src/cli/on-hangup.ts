import { isatty } from 'node:tty';

/**
 * Calls `listener` for each SIGHUP, by which a service is asked to read its files anew. A terminal
 * that is closed sends the same signal, and is then no terminal any more: that ends the process, as
 * it does where nobody listens.
 */
export function onHangup(listener: () => void): void {
  const hadTerminal = isatty(0);
  const hear = () => {
    if (hadTerminal && !isatty(0)) {
      process.off('SIGHUP', hear);
      process.kill(process.pid, 'SIGHUP');
    } else {
      listener();
    }
  };
  process.on('SIGHUP', hear);
}
