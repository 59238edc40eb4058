import { DeadlineExceeded } from '../../concurrency/deadline.js';
import { LockTimeoutError } from '../retry-transaction.js';
import { StatementTimeoutError } from '../statement-timeout.js';

// Another server may do the work, or this one later; the statement is not at fault.
const unavailableServer = new Set([
  // Too many connections in total, or of the user; a host that is blocked after failed connections.
  1040, 1129, 1203, 1226,
  // No memory or thread for it, or too many transactions.
  1041, 1135, 1637,
  // Shut down, offline mode, not available.
  1053, 3032, 3168,
  // The connection was aborted or killed, or was idle for too long.
  1152, 1184, 1927, 3169, 4031,
  // The network failed between a client and the server, or between a proxy and the server.
  1158, 1159, 1160, 1161, 2003, 2006, 2013, 2055,
  // It became a replica, or was set to read-only.
  1290, 1792, 1836,
  // Galera: a node that is not part of its cluster, and a commit that the others rejected.
  1047, 1180,
  // Group Replication: a server that is not, not yet, or no longer a member.
  3100, 3101, 3781, 3782, 3783, 3796, 3797, 3798, 3799,
]);

// Lock wait timeout, and deadlock.
const retryable = new Set([1205, 1213]);

const interrupted = 1317;

// By `max_execution_time` of MySQL or `max_statement_time` of MariaDB, which administrators set.
const timedOut = new Set([3024, 1969]);

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

/** The error of a connection that could not be opened, or whose server no longer responds. */
export class ConnectionLostError extends Error {
  override readonly name = 'ConnectionLostError';
  readonly code: string;

  constructor(override readonly cause: unknown) {
    const { message, code = 'ETIMEDOUT' } = Object(cause) as { message?: string; code?: string };
    // For a name with several addresses, Node throws an error without a message.
    super(message || code);
    this.code = code;
  }
}

/** The server's number of an error; 0 when the error does not come from a server. */
export function findErrno(error: unknown): number {
  return Number(collectCauses(error).find(({ errno }) => Number(errno) > 0)?.errno ?? 0);
}

/** Whether the server that responded is the wrong one, or unable to do any work. */
export function isUnavailableServer(error: unknown): boolean {
  return unavailableServer.has(findErrno(error));
}

// A deadlock, a conflict in a group, a server that does not write, a lock wait.
const rolledBack = new Set([1205, 1213, 1290, 1792, 1836, 3101]);

/** Whether the server said that the transaction was rolled back. */
export function isRolledBack(error: unknown): boolean {
  return rolledBack.has(findErrno(error));
}

/** Whether the server ended the statement because it took longer than the server allows. */
export function isTimedOut(error: unknown): boolean {
  return timedOut.has(findErrno(error));
}

/** Whether a transaction failed only because of a conflict with another one. */
export function isRetryable(error: unknown): boolean {
  return retryable.has(findErrno(error));
}

/** Whether no server is available that could do the work. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof DeadlineExceeded || error instanceof LockTimeoutError) return true;
  if (isUnavailableServer(error) || isRetryable(error) || isTimedOut(error)) return true;
  // Killed by somebody else: the service ignores the errors of statements that it kills itself.
  if (findErrno(error) === interrupted) return true;
  return collectCauses(error).some(
    (cause) =>
      cause instanceof StatementTimeoutError ||
      lostConnection.has(String(cause.code)) ||
      // mysql2 gives this one no code.
      /closed state|Pool is closed/.test(String(cause.message)),
  );
}

interface DriverError {
  readonly errno?: unknown;
  readonly code?: unknown;
  readonly message?: unknown;
}

/** The error and its causes. */
function collectCauses(error: unknown): DriverError[] {
  const found: DriverError[] = [];
  for (let each = error; typeof each === 'object' && each !== null; ) {
    found.push(each);
    each = 'cause' in each ? each.cause : undefined;
  }
  return found;
}
