import { type ConnectionOptions, createConnection } from 'mysql2';
import { withDeadline } from '../../concurrency/deadline.js';

// Together less than the 2 seconds within which clients hear that the database is away.
const silenceMs = 500;
const answerMs = 1000;

/** Who waits for an answer. */
export interface Watcher {
  /** Hears, within 1.5 seconds, that the server does not answer anybody. */
  readonly onAway: (error: unknown) => void;
  /** Hears about every half a second that the server is there and the answer is not. */
  readonly onWait?: () => void;
}

/**
 * Tells a statement that takes long from one that nobody will ever answer, as when the server's
 * machine is gone or stands still: then no connection breaks, so who waits has to ask.
 */
export class Heartbeat {
  #asking: Promise<void> | undefined;

  constructor(private readonly options: ConnectionOptions) {}

  /**
   * Watches over an answer that is waited for.
   *
   * @returns ends the watch
   */
  watch({ onAway, onWait }: Watcher): () => void {
    let over = false;
    const ask = () =>
      this.#ask().then(
        () => {
          if (over) return;
          timer = setTimeout(ask, silenceMs);
          onWait?.();
        },
        (error) => {
          if (!over) onAway(error);
        },
      );
    let timer = setTimeout(ask, silenceMs);
    return () => {
      over = true;
      clearTimeout(timer);
    };
  }

  /** Asks once for all who wait. */
  #ask(): Promise<void> {
    this.#asking ??= withDeadline(() => checkAlive(this.options), answerMs).finally(() => {
      this.#asking = undefined;
    });
    return this.#asking;
  }
}

/** Connects anew, as the connections at hand may wait for ever. A refusal is an answer, too. */
function checkAlive(options: ConnectionOptions): Promise<void> {
  const connection = createConnection({ ...options, connectTimeout: answerMs });
  return new Promise<void>((resolve, reject) => {
    connection.on('error', () => {});
    connection.connect((error) => {
      if (error && !(Number(error.errno) > 0)) reject(error);
      else resolve();
    });
  }).finally(() => connection.destroy());
}
