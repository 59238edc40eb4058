/** Says in a sentence why the service cannot be started: something that its user can mend. */
export class StartError extends Error {
  override readonly name = 'StartError';
}
