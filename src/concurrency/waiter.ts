/** A client that waits for a result, and may leave before it is available. */
export interface Waiter {
  /**
   * Calls the listener when the waiter leaves: at once, if it has left already.
   *
   * @returns removes the listener
   */
  onLeave(listener: () => void): () => void;
}

/** Aborts work whose waiters have all left. It is not a failure, and reaches no client. */
export class AbandonedError extends Error {
  override readonly name = 'AbandonedError';

  constructor() {
    super('All waiters have left.');
  }
}
