import { Readable, Writable } from 'node:stream';
import type { Terminal } from '../../src/cli/output/terminal.js';

/** A terminal that keeps what is printed, and asks to stop as soon as a command waits for it. */
export interface TestTerminal extends Terminal {
  printed(): string;
  errors(): string;
}

/** Makes a terminal for a command that works in `env`. */
export function testTerminal(
  env: Record<string, string> = {},
  given: Partial<Terminal> = {},
): TestTerminal {
  let printed = '';
  let errors = '';
  return {
    env,
    isOutputTty: false,
    isErrorTty: false,
    output: new Writable({
      write(chunk, _encoding, done) {
        printed += chunk;
        done();
      },
    }),
    print: (text) => {
      printed += text;
    },
    printError: (text) => {
      errors += text;
    },
    isInputTty: false,
    input: () => Readable.from([]),
    readInput: async () => '',
    onHangup: () => {},
    waitForStop: async () => {},
    ...given,
    printed: () => printed,
    errors: () => errors,
  };
}
