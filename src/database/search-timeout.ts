import { RequestError } from '../errors/request-error.js';

/** How long a search may take, and who else ends it. */
export interface SearchTimeout {
  /** Milliseconds. */
  readonly searchMs: number;
  /** Ends it when nobody waits for it any more; what it gives as its reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/**
 * Runs a search with a signal that ends it in time.
 * Statements that it ended throw `SEARCH_TIMEOUT`, or the reason of the outer signal.
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

const advice = 'narrow it, by dates above all, or ask for less at once';

function createTimeLimitError(milliseconds: number): RequestError {
  const seconds = milliseconds / 1000;
  return new RequestError(
    'SEARCH_TIMEOUT',
    `The search took longer than the ${seconds} s that one may take here; ${advice}.`,
  );
}

/** What a client is told when the server itself has ended a search. */
export function createServerTimeoutError(cause: unknown): RequestError {
  const message = `The search took longer than the database allows; ${advice}.`;
  return Object.assign(new RequestError('SEARCH_TIMEOUT', message), { cause });
}
