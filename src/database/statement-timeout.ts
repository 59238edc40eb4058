/** Thrown when a server that can be reached did not respond to a statement in time. */
export class StatementTimeoutError extends Error {
  override readonly name = 'StatementTimeoutError';
  readonly code = 'ETIMEDOUT';
}

/** Thrown when a commit got no response, so that it is unknown whether the transaction is stored. */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknownError';
  readonly code: unknown;

  constructor(override readonly cause: Error) {
    super(`The commit was not confirmed: ${cause.message}`);
    this.code = (cause as NodeJS.ErrnoException).code;
  }
}

/** Whether it is unknown if a write was stored. */
export function isCommitUnknown(error: unknown): boolean {
  return error instanceof CommitUnknownError;
}
