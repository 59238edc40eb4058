/** Who waits for a result, and may leave before it is there. */
export interface Waiter {
  /**
   * Has the listener hear that the waiter has left: at once, where it has already.
   *
   * @returns forgets the listener
   */
  onLeave(listener: () => void): () => void;
}

/** Ends work whose result nobody waits for any more. It is nobody's fault, and answers nobody. */
export class AbandonedError extends Error {
  override readonly name = 'NobodyWaits';

  constructor() {
    super('Whoever waited for it has left.');
  }
}
