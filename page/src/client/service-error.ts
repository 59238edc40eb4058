/** Why the service did not answer a request, or answered it with an error. */
export class ServiceError extends Error {
  override readonly name = 'ServiceError';

  constructor(
    message: string,
    /** The error code of the service; `OFFLINE` if it could not be reached. */
    readonly code: string,
    /** The status of the response; 0 if there was none. */
    readonly status: number,
    /** Seconds after which a repetition may succeed. */
    readonly retrySeconds: number | undefined = undefined,
    readonly requestId: string | undefined = undefined,
  ) {
    super(message);
  }

  /** Whether the same request may succeed later. */
  get isTemporary(): boolean {
    return this.status === 0 || this.status === 429 || this.status >= 500;
  }
}

/** An error of any kind as one of the service. */
export function toServiceError(error: unknown): ServiceError {
  if (error instanceof ServiceError) return error;
  return new ServiceError(error instanceof Error ? error.message : String(error), 'PAGE', 0);
}
