/** Thrown when a server that can be reached did not answer a statement in time. */
export class StatementTimeoutError extends Error {
  override readonly name = 'Overdue';
  readonly code = 'ETIMEDOUT';
}

/** Thrown when a commit had no answer, so that nobody knows whether the transaction is stored. */
export class CommitUnknownError extends Error {
  override readonly name = 'CommitUnknown';
  readonly code: unknown;

  constructor(override readonly cause: Error) {
    super(`The commit was not confirmed: ${cause.message}`);
    this.code = (cause as NodeJS.ErrnoException).code;
  }
}

/** Whether it is not known if what was written is stored. */
export function isCommitUnknown(error: unknown): boolean {
  return error instanceof CommitUnknownError;
}
