/** Somebody that waits for a result, and may leave before it is available. */
export interface Waiter {
  /**
   * Calls the listener when the waiter leaves: at once, if it has left already.
   *
   * @returns removes the listener
   */
  onLeave(listener: () => void): () => void;
}

/** Aborts work whose result nobody waits for any more. It is not a failure, and nobody sees it. */
export class AbandonedError extends Error {
  override readonly name = 'NobodyWaits';

  constructor() {
    super('All waiters have left.');
  }
}
