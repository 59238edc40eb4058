// Longer than a statement waits for another transaction's lock.
const stuckMs = 6000;

/** Detects a server that does not respond to writes, even if it responds to reads. */
export class WriteWatch {
  #isStuck = false;

  /** True once a write has waited for too long, until a transaction is committed. */
  get isStuck(): boolean {
    return this.#isStuck;
  }

  /**
   * Must be called while a statement of a transaction waits.
   *
   * @param isMigrating finds out whether it waits for a migration, as it should
   */
  async noteWait(waitedMs: number, isMigrating: () => Promise<boolean>): Promise<void> {
    if (this.#isStuck || waitedMs < stuckMs || (await isMigrating())) return;
    this.#isStuck = true;
  }

  /** Must be called when a transaction was committed. */
  committed(): void {
    this.#isStuck = false;
  }
}
