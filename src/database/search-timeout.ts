import { RequestError } from '../errors/request-error.js';

/** How long a search may take, and what else aborts it. */
export interface SearchTimeout {
  /** Milliseconds. */
  readonly searchMs: number;
  /** Aborts it when its client no longer waits; its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a search with a signal that aborts it in time.
 * Statements that it aborts throw `SEARCH_TIMEOUT`, or the reason of the outer signal.
 */
export async function searchWithTimeout<Result>(
  { searchMs, signal: outer }: SearchTimeout,
  search: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  outer?.throwIfAborted();
  const end = new AbortController();
  const timer = setTimeout(() => end.abort(createTimeLimitError(searchMs)), searchMs);
  const leave = () => end.abort(outer?.reason);
  outer?.addEventListener('abort', leave);
  try {
    return await search(end.signal);
  } finally {
    clearTimeout(timer);
    outer?.removeEventListener('abort', leave);
  }
}

const advice = 'narrow it, for example by dates, or request less at once';

function createTimeLimitError(milliseconds: number): RequestError {
  const seconds = milliseconds / 1000;
  return new RequestError(
    'SEARCH_TIMEOUT',
    `The search took longer than ${seconds} s, the maximum; ${advice}.`,
  );
}

/** The error for clients when the database server itself aborted a search. */
export function createServerTimeoutError(cause: unknown): RequestError {
  const message = `The search took longer than the database allows; ${advice}.`;
  return Object.assign(new RequestError('SEARCH_TIMEOUT', message), { cause });
}
