import { setImmediate as nextTurn } from 'node:timers/promises';

/** Where lines go. */
export interface LineSink {
  /** Writes the beginning of a text of ASCII, and returns how many bytes that were. */
  write(text: string): Promise<number>;
  /** Makes sure that what was written outlives a loss of power. */
  sync(): Promise<void>;
  close(): Promise<void>;
}

/** What happens to the sink of a writer. */
export interface WriterEvents {
  /** Called with the first of several errors. */
  readonly onFailure: (error: Error) => void;
  /** Called after the first success since then. */
  readonly onRecovery: () => void;
}

const maxBatchLength = 256 * 1024;
const retryMs = 1_000;

/**
 * Writes lines in the background, in batches, in their order. What cannot be written waits, and is tried
 * again each second from the very byte where writing failed.
 */
export class LineWriter {
  readonly #lines: string[] = [];
  #waitingBytes = 0;
  /** How much of the first line has been written. */
  #offset = 0;
  #isFailing = false;
  #work: Promise<void> | undefined;
  #retry: NodeJS.Timeout | undefined;

  constructor(
    private sink: LineSink,
    private readonly events: WriterEvents,
  ) {}

  /** Whether the last attempt to write failed. */
  get isFailing(): boolean {
    return this.#isFailing;
  }

  /** How many bytes are not written yet. */
  get waitingBytes(): number {
    return this.#waitingBytes;
  }

  /** How many lines are not written yet, or not to their ends. */
  get waitingLines(): number {
    return this.#lines.length;
  }

  /** @param line without its end */
  push(line: string): void {
    this.#lines.push(`${line}\n`);
    this.#waitingBytes += line.length + 1;
    if (!this.#isFailing) void this.#start();
  }

  /** Tries to write all lines; some may be left. Never throws. */
  async flush(): Promise<void> {
    await this.#work;
    await this.#start();
  }

  /** Writes all further lines to another sink, from the beginning of the first that is not complete. */
  async replaceSink(next: LineSink): Promise<void> {
    await this.flush();
    const previous = this.sink;
    this.sink = next;
    this.#offset = 0;
    void this.#start();
    await closeSink(previous);
  }

  /** Makes sure that what was written outlives a loss of power. Never throws. */
  async sync(): Promise<void> {
    await this.flush();
    await this.sink.sync().catch((error: Error) => this.#fail(error));
  }

  /** Writes what can be written and closes the sink. Never throws. */
  async close(): Promise<void> {
    await this.flush();
    clearTimeout(this.#retry);
    await closeSink(this.sink);
  }

  #start(): Promise<void> {
    this.#work ??= this.#writeAll().finally(() => {
      this.#work = undefined;
      // Lines may have come since the last look.
      if (this.#lines.length > 0 && !this.#isFailing) void this.#start();
    });
    return this.#work;
  }

  async #writeAll(): Promise<void> {
    // The lines of the same turn of the event loop become one batch.
    await nextTurn();
    try {
      while (this.#lines.length > 0) {
        this.#advance(await this.sink.write(this.#nextBatch()));
        if (!this.#isFailing) continue;
        this.#isFailing = false;
        this.events.onRecovery();
      }
    } catch (error) {
      this.#fail(error as Error);
    }
  }

  #nextBatch(): string {
    let batch = '';
    for (const line of this.#lines) {
      if (batch.length > maxBatchLength) break;
      batch += line;
    }
    return batch.slice(this.#offset);
  }

  #advance(written: number): void {
    this.#waitingBytes -= written;
    let rest = this.#offset + written;
    let count = 0;
    for (const { length } of this.#lines) {
      if (rest < length) break;
      rest -= length;
      count += 1;
    }
    this.#lines.splice(0, count);
    this.#offset = rest;
  }

  #fail(error: Error): void {
    if (!this.#isFailing) this.events.onFailure(error);
    this.#isFailing = true;
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#start(), retryMs).unref();
  }
}

async function closeSink(sink: LineSink): Promise<void> {
  await sink.sync().catch(() => {});
  await sink.close().catch(() => {});
}
