import type { Readable, Writable } from 'node:stream';

/** The environment of a command: where it writes, what it reads, and what stops it. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether standard output is a TTY, on which a line can be overwritten. */
  readonly isOutputTty: boolean;
  /** Whether standard error is a TTY. */
  readonly isErrorTty: boolean;
  /** Standard output, for output that is too long to be printed at once. */
  readonly output: Writable;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Whether standard input is a TTY. */
  readonly isInputTty: boolean;
  /** Standard input, for input that is too long to be read at once. */
  readonly input: () => Readable;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** Calls `listener` on every SIGHUP, the request to reload files. */
  readonly onHangup: (listener: () => void) => void;
  /** Resolves when the user stops the command. */
  readonly waitForStop: () => Promise<void>;
}

/**
 * Creates a signal that aborts when the user stops the command.
 *
 * @param reason what the work throws then; by default, an `AbortError`
 */
export function stopSignal({ waitForStop }: Terminal, reason?: Error): AbortSignal {
  const stop = new AbortController();
  void waitForStop().then(() => stop.abort(reason));
  return stop.signal;
}
