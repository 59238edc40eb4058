import type { Readable, Writable } from 'node:stream';

/** The outside of a command: where it writes, what it reads, and what tells it to stop. */
export interface Terminal {
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Whether somebody watches, so that a line may be drawn over. */
  readonly interactive: boolean;
  /** Whether somebody watches standard error. */
  readonly watchesErrors: boolean;
  /** Standard output, for what is too long to be printed at once. */
  readonly output: Writable;
  readonly print: (text: string) => void;
  readonly printError: (text: string) => void;
  /** Whether standard input is what somebody types. */
  readonly typesInput: boolean;
  /** Standard input, for what is too long to be read at once. */
  readonly input: () => Readable;
  /** All of standard input. */
  readonly readInput: () => Promise<string>;
  /** Has `listener` called whenever SIGHUP asks the command to read its files anew. */
  readonly onHangup: (listener: () => void) => void;
  /** Resolves when the user asks the command to stop. */
  readonly untilStopped: () => Promise<void>;
}
