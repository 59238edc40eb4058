// Longer than a statement waits for another transaction's lock.
const stuckMs = 6000;

/** Whether a server that may answer reads leaves writes without an answer. */
export class WriteWatch {
  /** So since a write waited for long, until a transaction was committed. */
  isStuck = false;

  /** @param waitedMs for how long a statement of a transaction has been waiting */
  notice(waitedMs: number): void {
    if (waitedMs > stuckMs) this.isStuck = true;
  }
}
