import { InputError } from '../../errors/input-error.js';
import type { GivenFileOptions } from '../options/parse-options.js';

/** How options are named and given where a message is read. */
export interface AdviceStyle {
  /** The name of an option, like `--map` or `the parameter map`. */
  readonly nameOf: (option: keyof GivenFileOptions) => string;
  /** The end of a sentence that says how to give options, like `add --map uri=link to the command`. */
  readonly add: (options: GivenFileOptions) => string;
  /** A command of a POSIX shell that imports what a command before it, with a pipe between them, prints. */
  readonly importPiped: string;
}

/** What to do about an input: what it seems to be, and the options with which it can be read. */
export interface Advice {
  /** The beginning of the sentence, with the space after it; it may be empty. */
  readonly start: string;
  readonly options: GivenFileOptions;
}

/** Thrown for an input that can be read with other options. */
export class AdvisedError extends InputError {
  constructor(
    message: string,
    protected readonly advice: Advice | undefined,
  ) {
    super(message);
  }

  /** What to do, in sentences. */
  formatAdvice({ add }: AdviceStyle): string {
    if (this.advice === undefined) return '';
    const { start, options } = this.advice;
    const sentence = `${start}${add(options)}.`;
    return `${sentence.charAt(0).toUpperCase()}${sentence.slice(1)}`;
  }
}
