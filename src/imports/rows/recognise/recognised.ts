import type { FileFormat } from '../../../formats/file-format.js';
import type { MemberName } from '../member-path.js';
import type { Preset } from '../presets/preset.js';

/** What an input was taken for, and why. */
export interface Recognised {
  readonly format: FileFormat;
  /** How JSON values follow one another in NDJSON: one on each line, or on several. */
  readonly layout?: 'lines' | 'values';
  /** The program whose file it is, if that is known. */
  readonly preset?: Preset;
  /** Where an object of JSON has lists, as paths. */
  readonly lists?: readonly string[];
  /** What the content looks like instead, if the format was given by hand. */
  readonly looksLike?: FileFormat;
  /** A clause that completes "The input is …, because". */
  readonly why: string;
  /** Whether the content shows it beyond doubt, so that a name that says otherwise is wrong. */
  readonly isCertain: boolean;
}

/** The beginning of an input. */
export interface InputStart {
  /** Without a byte order mark and blanks before it, in a length that does not depend on how bytes arrive. */
  readonly text: string;
  /** Whether more of it may be asked for, or this is all that there is or that is inspected. */
  readonly mayGrow: boolean;
  /** Whether it was cut, so that its last line may go on. */
  readonly isCut: boolean;
  /** The names under which objects have the fields. */
  readonly names: readonly MemberName[];
  /** The option `items`, if given. */
  readonly items?: string | undefined;
}
