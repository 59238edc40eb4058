/** A check that is removed, or made too weak, to see whether a test notices. */
export interface Mutant {
  /** What no longer holds. */
  readonly what: string;
  readonly file: string;
  /** A text of the file, which occurs there once. */
  readonly find: string;
  readonly replace: string;
  /** The suites that should notice: paths, each perhaps with `#` and a part of a title. */
  readonly suites: readonly string[];
}

type Entry = readonly [what: string, find: string, replace: string, ...suites: string[]];

/** Mutants by the files that they change. */
export function listMutants(byFile: Readonly<Record<string, readonly Entry[]>>): readonly Mutant[] {
  return Object.entries(byFile).flatMap(([file, entries]) =>
    entries.map(([what, find, replace, ...suites]) => ({ what, file, find, replace, suites })),
  );
}
