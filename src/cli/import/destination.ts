import type { ImportTarget } from '../../imports/run/import-target.js';

/** Where rows are imported to: a database, or a running service. */
export interface Destination {
  /**
   * Creates the target for a file.
   *
   * @param source the source under which its import is listed
   */
  target(source: string): ImportTarget;
  /** Describes what failed, in a sentence; undefined for a fault of this program. */
  explain(error: unknown): string | undefined;
  close(): Promise<void>;
}
