import { DeadlineExceeded } from '../../with-deadline.js';
import { StillInTheWay } from '../retry-transaction.js';

// The server has become a replica or was set read-only: the statement is not at fault.
const readOnlyServer = new Set([1290, 1792, 1836]);

// Lock wait timeout, and deadlock.
const retryable = new Set([1205, 1213]);

// Too many connections, the server shuts down, and a connection that was killed.
const unavailable = new Set([1040, 1053, 1927, 3169]);

const lostConnection = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EPIPE',
  'ETIMEDOUT',
  'PROTOCOL_CONNECTION_LOST',
  'PROTOCOL_SEQUENCE_TIMEOUT',
]);

/** The error of a connection that could not be had, or that nobody answers on any more. */
export class ServerAway extends Error {
  override readonly name = 'ServerAway';
  readonly code: string;

  constructor(override readonly cause: unknown) {
    const { message, code = 'ETIMEDOUT' } = Object(cause) as { message?: string; code?: string };
    // Node tells of a name with several addresses by an error without a message.
    super(message || code);
    this.code = code;
  }
}

/** Whether the server that answered may not write, as after a failover. */
export function isReadOnlyServer(error: unknown): boolean {
  return causes(error).some(({ errno }) => readOnlyServer.has(Number(errno)));
}

/** Whether a transaction failed only because another one was in its way. */
export function isRetryable(error: unknown): boolean {
  return causes(error).some(({ errno }) => retryable.has(Number(errno)));
}

/** Whether no server is there that could do the work. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DeadlineExceeded || error instanceof StillInTheWay) return true;
  return causes(error).some(
    ({ errno, code, message }) =>
      unavailable.has(Number(errno)) ||
      readOnlyServer.has(Number(errno)) ||
      lostConnection.has(String(code)) ||
      // mysql2 gives this one no code.
      /closed state|Pool is closed/.test(String(message)),
  );
}

interface DriverError {
  readonly errno?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** The error, and the ones that it was made of. */
function causes(error: unknown): DriverError[] {
  const found: DriverError[] = [];
  for (let each = error; typeof each === 'object' && each !== null; ) {
    found.push(each);
    each = 'cause' in each ? each.cause : undefined;
  }
  return found;
}
