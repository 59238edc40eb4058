import { addCounts, type ImportCounts, zeroCounts } from '../../../imports/store/import-counts.js';

/** How far all of a command's work is. The names are those of `--progress json`. */
export interface ProgressFigures {
  readonly received: number;
  readonly inserted: number;
  readonly duplicates: number;
  readonly rejected: number;
  readonly rowsPerSecond: number;
  /** Of the files as they are, packed or not. */
  readonly bytesRead: number;
  /** Null where not every input is a file. */
  readonly bytesTotal: number | null;
  /** Null where nobody can tell. */
  readonly secondsLeft: number | null;
  readonly done: boolean;
}

interface Sample {
  readonly at: number;
  readonly rows: number;
  readonly bytes: number;
}

// What came before tells little of what is to come.
const rememberedMs = 10_000;

/** Measures how far an import of several files is, and how fast. */
export class ProgressMeter {
  #before = zeroCounts;
  #current: ImportCounts = zeroCounts;
  /** Rows that an earlier trial did. */
  #skipped = 0;
  /** Whether such rows are passed over, whose speed tells nothing of that of the others. */
  #isPassingOver = false;
  #bytes = 0;
  #samples: Sample[];
  readonly #start: Sample;

  /** @param bytesTotal of all inputs, null where that is not known */
  constructor(
    private readonly bytesTotal: number | null,
    private readonly now = () => performance.now(),
  ) {
    this.#start = this.#sample();
    this.#samples = [this.#start];
  }

  /** Hears of bytes that were read. */
  addBytes(count: number): void {
    this.#bytes += count;
  }

  /** Hears how far the current file is. */
  update(state: ImportCounts, isFound: boolean): void {
    const isFurther = state.received > this.#current.received;
    this.#current = state;
    if (isFound) {
      this.#skipped += state.received;
      this.#isPassingOver = state.received > 0;
    } else if (this.#isPassingOver && isFurther) {
      this.#isPassingOver = false;
      this.#samples = [this.#sample()];
    }
  }

  /** Hears that the current file is done. */
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
    const isKnown = !this.#isPassingOver;
    const bytesLeft = bytesTotal === null ? null : Math.max(0, bytesTotal - newest.bytes);
    const { reasonCounts: _, ...counts } = this.#sum();
    return {
      ...counts,
      rowsPerSecond: Math.round((newest.rows - oldest.rows) / seconds),
      bytesRead: newest.bytes,
      bytesTotal,
      secondsLeft: done ? 0 : isKnown ? secondsFor(bytesLeft, bytesPerSecond) : null,
      done,
    };
  }

  #oldest(newest: Sample): Sample {
    this.#samples = this.#samples.filter(({ at }) => at >= newest.at - rememberedMs);
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

function secondsFor(bytes: number | null, perSecond: number): number | null {
  if (bytes === null || perSecond <= 0) return null;
  return Math.round(bytes / perSecond);
}
