// Longer than a statement waits for another transaction's lock.
const stuckMs = 6000;

/** Whether a server that may answer reads leaves writes without an answer. */
export class WriteWatch {
  #isStuck = false;

  /** So since a write waited for long, until a transaction was committed. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /**
   * Hears that a statement of a transaction waits.
   *
   * @param isMigrating finds out whether it waits for a migration, as it should
   */
  async noteWait(waitedMs: number, isMigrating: () => Promise<boolean>): Promise<void> {
    if (this.#isStuck || waitedMs < stuckMs || (await isMigrating())) return;
    this.#isStuck = true;
  }

  /** Hears that a transaction was committed. */
  committed(): void {
    this.#isStuck = false;
  }
}
