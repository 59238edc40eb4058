import { type ConnectionOptions, createConnection } from 'mysql2';
import { withDeadline } from '../../concurrency/deadline.js';

// Together less than the 2 seconds within which clients learn that the database is unavailable.
const silenceMs = 500;
const responseMs = 1000;

/** The callbacks of a statement that waits for its response. */
export interface Watcher {
  /** Called, within 1.5 seconds, when the server does not respond to any connection. */
  readonly onAway: (error: unknown) => void;
  /** Called about every half second while the server can be reached, but has not responded. */
  readonly onWait?: () => void;
}

/**
 * Distinguishes a statement that takes long from one that will never get a response, because the server's
 * machine is down or frozen: then no connection breaks, so the server has to be probed.
 */
export class Heartbeat {
  #probing: Promise<void> | undefined;

  constructor(private readonly options: ConnectionOptions) {}

  /**
   * Watches the server until a response has arrived.
   *
   * @returns a function that ends the watch
   */
  watch({ onAway, onWait }: Watcher): () => void {
    let over = false;
    const probe = () =>
      this.#probe().then(
        () => {
          if (over) return;
          timer = setTimeout(probe, silenceMs);
          onWait?.();
        },
        (error) => {
          if (!over) onAway(error);
        },
      );
    let timer = setTimeout(probe, silenceMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }

  /** Probes once for all watchers. */
  #probe(): Promise<void> {
    this.#probing ??= withDeadline(() => checkAlive(this.options), responseMs).finally(() => {
      this.#probing = undefined;
    });
    return this.#probing;
  }
}

/** Opens a new connection, as the existing ones may wait for ever. A refusal counts as a response. */
function checkAlive(options: ConnectionOptions): Promise<void> {
  const connection = createConnection({ ...options, connectTimeout: responseMs });
  return new Promise<void>((resolve, reject) => {
    connection.on('error', () => {});
    connection.connect((error) => {
      if (error && !(Number(error.errno) > 0)) reject(error);
      else resolve();
    });
  }).finally(() => connection.destroy());
}
