import { StartError } from '../../../errors/start-error.js';

/** A fault in a manifest, and where it is. */
export interface ManifestFault {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** A full sentence that names the faulty document. */
  readonly reason: string;
}

/** All faults of some manifests, one sentence per line. */
export class ManifestError extends StartError {
  constructor(readonly faults: readonly ManifestFault[]) {
    super(faults.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join('\n'));
  }
}
