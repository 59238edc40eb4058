/** The service did not stop in good order; the message is one sentence that says what was left. */
export class StopError extends Error {
  override readonly name = 'StopError';
}
