import { addCounts, type ImportCounts, zeroCounts } from '../../../imports/store/import-counts.js';

/** The progress of a whole command. The names are those of `--progress json`. */
export interface ProgressFigures {
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rowsPerSecond: number;
  /** Bytes of the files as stored, compressed or not. */
  readonly bytesRead: number;
  /** Null if the size of an input is not known. */
  readonly bytesTotal: number | null;
  /** Null if it cannot be estimated. */
  readonly secondsLeft: number | null;
  readonly done: boolean;
}

interface Sample {
  readonly at: number;
  readonly rows: number;
  readonly bytes: number;
}

// Speed is measured over this window: older samples predict little.
const windowMs = 10_000;

/** Measures the progress and the speed of an import of several files. */
export class ProgressMeter {
  #before = zeroCounts;
  #current: ImportCounts = zeroCounts;
  /** Rows that an earlier run has imported. */
  #skipped = 0;
  /** Whether such rows are being skipped, which is faster than importing. */
  #isSkipping = false;
  #bytes = 0;
  #samples: Sample[];
  readonly #start: Sample;

  /** @param bytesTotal size of all inputs, null if that is not known */
  constructor(
    private readonly bytesTotal: number | null,
    private readonly now = () => performance.now(),
  ) {
    this.#start = this.#sample();
    this.#samples = [this.#start];
  }

  /** Adds bytes that were read. */
  addBytes(count: number): void {
    this.#bytes += count;
  }

  /**
   * Updates the counts of the current file.
   *
   * @param isResumed whether these are the counts of an earlier run
   */
  update(state: ImportCounts, isResumed: boolean): void {
    const isFurther = state.received > this.#current.received;
    this.#current = state;
    if (isResumed) {
      this.#skipped += state.received;
      this.#isSkipping = state.received > 0;
    } else if (this.#isSkipping && isFurther) {
      this.#isSkipping = false;
      this.#samples = [this.#sample()];
    }
  }

  /** Ends the current file. */
  endFile(): void {
    this.#before = this.#sum();
    this.#current = zeroCounts;
  }

  figures(done = false): ProgressFigures {
    const newest = this.#sample();
    const oldest = done ? this.#start : this.#oldest(newest);
    const seconds = Math.max(newest.at - oldest.at, 1) / 1000;
    const bytesPerSecond = (newest.bytes - oldest.bytes) / seconds;
    const { bytesTotal } = this;
    const isKnown = !this.#isSkipping;
    const bytesLeft = bytesTotal === null ? null : Math.max(0, bytesTotal - newest.bytes);
    const { reasonCounts: _, ...counts } = this.#sum();
    return {
      ...counts,
      rowsPerSecond: Math.round((newest.rows - oldest.rows) / seconds),
      bytesRead: newest.bytes,
      bytesTotal,
      secondsLeft: done ? 0 : isKnown ? estimateSeconds(bytesLeft, bytesPerSecond) : null,
      done,
    };
  }

  #oldest(newest: Sample): Sample {
    this.#samples = this.#samples.filter(({ at }) => at >= newest.at - windowMs);
    this.#samples.push(newest);
    return this.#samples[0] as Sample;
  }

  #sample(): Sample {
    return { at: this.now(), rows: this.#sum().received - this.#skipped, bytes: this.#bytes };
  }

  #sum(): ImportCounts {
    return addCounts(this.#before, this.#current);
  }
}

function estimateSeconds(bytes: number | null, perSecond: number): number | null {
  if (bytes === null || perSecond <= 0) return null;
  return Math.round(bytes / perSecond);
}
