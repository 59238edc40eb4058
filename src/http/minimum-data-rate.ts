/** The least that a client must send of a body, or take of an export, while it is waited for. */
export const minBytesPerSecond = 1024;

/** Watches whether a client is slower than that for some time. */
export class DataRateMonitor {
  #secondsLeft: number;
  #waitingSince: number | undefined;

  /** @param seconds how long it may be slower: waiting spends them, and what comes earns them again */
  constructor(private readonly seconds: number) {
    this.#secondsLeft = seconds;
  }

  /** Seconds for which the client may do nothing. */
  get secondsLeft(): number {
    if (this.#waitingSince === undefined) return this.#secondsLeft;
    return this.#secondsLeft - (performance.now() - this.#waitingSince) / 1000;
  }

  /** Says that it is the client's turn now. */
  wait(): void {
    this.#waitingSince = performance.now();
  }

  /** Says that the client did something. */
  moved(bytes: number): void {
    const left = Math.max(0, this.secondsLeft) + bytes / minBytesPerSecond;
    this.#secondsLeft = Math.min(this.seconds, left);
    this.#waitingSince = undefined;
  }
}
