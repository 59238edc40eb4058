/** The minimum data rate at which a client must send a body or read an export while the service waits for it. */
export const minBytesPerSecond = 1024;

/** Detects a client that stays below the minimum data rate, as slowloris attacks do. */
export class DataRateMonitor {
  #secondsLeft: number;
  #waitingSince: number | undefined;

  /** @param seconds for which it may be slower: waiting consumes them, and data earns them back */
  constructor(private readonly seconds: number) {
    this.#secondsLeft = seconds;
  }

  /** Seconds for which the client may still do nothing. */
  get secondsLeft(): number {
    if (this.#waitingSince === undefined) return this.#secondsLeft;
    return this.#secondsLeft - (performance.now() - this.#waitingSince) / 1000;
  }

  /** Starts to wait for the client. */
  startWaiting(): void {
    this.#waitingSince = performance.now();
  }

  /** Stops waiting, as the client sent or took data. */
  stopWaiting(bytes: number): void {
    const left = Math.max(0, this.secondsLeft) + bytes / minBytesPerSecond;
    this.#secondsLeft = Math.min(this.seconds, left);
    this.#waitingSince = undefined;
  }
}
