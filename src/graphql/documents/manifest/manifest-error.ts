import { StartError } from '../../../errors/start-error.js';

/** What is wrong in a manifest, and where. */
export interface ManifestFault {
  readonly file: string;
  /** From 1 on. */
  readonly line: number;
  /** A full sentence that names the document at fault. */
  readonly reason: string;
}

/** Says everything that is wrong with some manifests, a sentence on each line. */
export class ManifestError extends StartError {
  constructor(readonly faults: readonly ManifestFault[]) {
    super(faults.map(({ file, line, reason }) => `${file}:${line}: ${reason}`).join('\n'));
  }
}
